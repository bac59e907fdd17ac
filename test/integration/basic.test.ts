import { type Api, startApi } from './api.ts';
import { refused } from './refusals.ts';
import {
  basic,
  contact,
  fresh,
  makeCredential,
  makePartner,
  makeReseller,
  newPartner,
  newReseller,
  type StoredPartner,
} from './samples.ts';
import { deactivate } from './stored.ts';

let api: Api;
let partner: StoredPartner;
let supervisor: string;

beforeAll(async () => {
  api = await startApi();
  partner = await makePartner(api);
  supervisor = await makeCredential(api, partner.id, { userName: 'Supervisor' });
});
afterAll(() => api.stop());

const own = (as: string) => ({ path: `/v1/partners/${partner.id}`, as });

test('a supervisor reads and writes in the name of its partner', async () => {
  expect((await api.send(own(supervisor))).status).toBe(200);
  const { status, body } = await api.post('/v1/partners', newPartner({ parent: { id: partner.id } }), { as: supervisor });
  expect(status).toBe(201);
  const events = (await api.items()).filter(({ payload }) => (payload as { data?: { id?: unknown } } | undefined)?.data?.id === body.id);
  expect(events).toMatchObject([{ metadata: { actor: 'user:Supervisor' } }]);
});

test('a partner user only reads', async () => {
  const as = await makeCredential(api, partner.id, { userRole: 'Partner User' });
  expect((await api.send(own(as))).status).toBe(200);
  await refused(api, { method: 'POST', path: '/v1/partners', body: newPartner(), as }, 'permission-missing');
});

test.each(['Client Admin', 'Client User'] as const)('a %s may do nothing with partners', async (userRole) => {
  await refused(api, own(await makeCredential(api, partner.id, { userRole })), 'permission-missing');
});

test.each([
  ['no colon', Buffer.from('Supervisor').toString('base64')],
  ['an empty user name', Buffer.from(':correct horse').toString('base64')],
  ['a blank user name', Buffer.from(' :correct horse').toString('base64')],
  ['an empty password', Buffer.from('Supervisor:').toString('base64')],
  ['a wrong password', Buffer.from('Supervisor:wrong').toString('base64')],
  ['a password in another case', Buffer.from('Supervisor:Correct horse').toString('base64')],
  ['an unknown user', Buffer.from('nobody:correct horse').toString('base64')],
  ['a user name longer than any', Buffer.from(`${'x'.repeat(5000)}:correct horse`).toString('base64')],
  ['what is no base64', '%%%'],
])('%s is refused in the same words', async (_, credentials) => {
  const { headers, body } = await refused(api, own(`Basic ${credentials}`), 'credentials-invalid');
  expect(body.detail).toBe('The user name or the password is wrong, or the user may not sign in.');
  expect(headers['www-authenticate']).toContain('Basic realm="tenantry", charset="UTF-8"');
});

test('a contact that has set no password yet cannot sign in', async () => {
  const given = contact();
  await makePartner(api, partner, { contact: given });
  await refused(api, own(basic(String(given.userName), 'undefined')), 'credentials-invalid');
});

test('a user name is found in any spelling', async () => {
  const as = supervisor.replace(/\S+$/, Buffer.from('sUPERVISOR:correct horse').toString('base64'));
  expect((await api.send(own(as))).status).toBe(200);
});

test('a user name of 255 characters of any kind can sign in', async () => {
  const userName = fresh('😀') + '\u{1D160}'.repeat(240);
  expect((await api.send(own(await makeCredential(api, partner.id, { userName })))).status).toBe(200);
});

test('an inactive user, partner or ancestor is refused', async () => {
  const middle = await makePartner(api, await makePartner(api));
  const lowest = await makePartner(api, middle);
  const credential = async (isActive = true) => ({
    path: `/v1/partners/${lowest.id}`,
    as: await makeCredential(api, lowest.id, { isActive }),
  });
  await refused(api, await credential(false), 'credentials-invalid');
  expect((await api.send(await credential())).status).toBe(200);
  await deactivate(api, middle.id);
  await refused(api, await credential(), 'credentials-invalid');
  await deactivate(api, middle.id, true);
  await deactivate(api, lowest.id);
  await refused(api, await credential(), 'credentials-invalid');
});

test('a user of a partner that does not exist is refused', async () => {
  await refused(api, own(await makeCredential(api, 2147483647)), 'credentials-invalid');
});

test('resellers and organizations take no Basic', async () => {
  const reseller = await makeReseller(api);
  const calls = [
    { method: 'POST', path: '/v3/resellers', body: newReseller() },
    { path: `/v3/resellers/${reseller}` },
    { method: 'POST', path: `/v3/resellers/${reseller}/organizations`, body: {} },
    { path: `/v3/resellers/${reseller}/organizations/x` },
  ];
  for (const call of calls) {
    const { headers } = await refused(api, { ...call, as: supervisor }, 'credentials-invalid');
    expect(headers['www-authenticate']).not.toContain('Basic');
  }
});
