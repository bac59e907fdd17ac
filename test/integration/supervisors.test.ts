import { partnerKey } from '../../functions/shared/table/keys.ts';
import { type Api, startApi } from './api.ts';
import { refused } from './refusals.ts';
import { contact, makePartner, type StoredPartner } from './samples.ts';

let api: Api;
let partner: StoredPartner;
let first: number;

beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  partner = await makePartner(api);
  first = ((await api.get(own())).body.contact as { id: number }).id;
});
afterAll(() => api.stop());

const own = (rest = '') => `/v1/partners/${partner.id}${rest}`;
const make = async (fields: object = {}) => Number((await api.post(own('/contacts'), contact({ ...fields }))).body.id);
const change = (id: number, body: unknown) => api.patch(own(`/contacts/${id}`), body);
const counted = async () => (await api.table.table.get(partnerKey(partner.id)))?.supervisorCount;

const LOSSES = [
  ['deactivated', { isActive: false }],
  ['demoted', { userRole: 'Partner User' }],
  ['both', { isActive: false, userRole: 'Client User' }],
] as const;

test.each(LOSSES)('the last active supervisor cannot be %s, as a contact or through its partner', async (_, loss) => {
  await refused(api, { method: 'PATCH', path: own(`/contacts/${first}`), body: loss }, 'last-supervisor');
  await refused(api, { method: 'PATCH', path: own(), body: { contact: loss } }, 'last-supervisor');
});

test.each(LOSSES)('a supervisor can be %s while another is active, and then that one is the last', async (_, loss) => {
  const second = await make();
  expect((await change(first, loss)).status).toBe(200);
  await refused(api, { method: 'PATCH', path: own(`/contacts/${second}`), body: loss }, 'last-supervisor');
  expect(await counted()).toBe(1);
});

test('an inactive supervisor and users of other roles do not count', async () => {
  await make({ isActive: false });
  await make({ userRole: 'Partner User' });
  expect(await counted()).toBe(1);
  await refused(api, { method: 'PATCH', path: own(`/contacts/${first}`), body: { isActive: false } }, 'last-supervisor');
});

test('who becomes a supervisor counts, however it does', async () => {
  const [asleep, user] = [await make({ isActive: false }), await make({ userRole: 'Client User' })];
  await change(asleep, { isActive: true });
  await change(user, { userRole: 'Partner Supervisor' });
  expect(await counted()).toBe(3);
  await api.patch(own(), { contact: { id: user } });
  await api.patch(own(), { contact: { isActive: false } });
  expect(await counted()).toBe(2);
});

test('other changes of the last supervisor are free', async () => {
  expect((await change(first, { phone: '+1555', userRole: 'Partner Supervisor', isActive: true })).status).toBe(200);
});

test('of two supervisors that are demoted at the same moment, one stays', async () => {
  for (let round = 0; round < 5; round += 1) {
    const second = await make();
    const loss = round % 2 === 0 ? { isActive: false } : { userRole: 'Partner User' };
    const answers = await Promise.all([change(first, loss), change(second, loss)]);
    expect(answers.map(({ body }) => body.code ?? 'done').toSorted((a, b) => (String(a) < String(b) ? -1 : 1))).toEqual([
      'done',
      'last-supervisor',
    ]);
    expect(await counted()).toBe(1);
    await Promise.all([first, second].map((id) => change(id, { isActive: true, userRole: 'Partner Supervisor' })));
    await change(second, { userRole: 'Client User' });
  }
});

test('of five supervisors, none of which the partner shows, that are deactivated at once with the shown one, one stays', async () => {
  const others = await Promise.all(Array.from({ length: 5 }, () => make()));
  const answers = await Promise.all([first, ...others].map((id) => change(id, { isActive: false })));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
  expect(answers.filter(({ body }) => body.code === 'last-supervisor')).toHaveLength(1);
  expect(await counted()).toBe(1);
});
