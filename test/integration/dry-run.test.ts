import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Answer, type Api, type Call, startApi } from './api.ts';
import { refused, violationsOf } from './refusals.ts';
import { contact, fresh, makePartner, newPartner, type StoredPartner } from './samples.ts';
import { deactivate, eventsBy } from './stored.ts';

let api: Api;
let root: StoredPartner;
let partner: StoredPartner;

beforeAll(async () => {
  api = await startApi();
  root = await makePartner(api);
});
beforeEach(async () => {
  partner = await makePartner(api, root);
});
afterAll(() => api.stop());

const own = (rest = '') => `/v1/partners/${partner.id}${rest}`;
const dryRun = (call: Call): Promise<Answer> => api.send({ ...call, query: 'dryRun=true' });
const contactId = async () => ((await api.get(own())).body.contact as { id: number }).id;

// What is drawn or read off the clock differs from one run to the next.
const DRAWN = new Set(['id', 'reference', 'createdAt', 'updatedAt']);
const settled = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (name, part: unknown) => (DRAWN.has(name) && typeof part !== 'object' ? typeof part : part)));

const CALLS: readonly (readonly [string, () => Call | Promise<Call>, readonly string[]])[] = [
  ['a new root', () => ({ method: 'POST', path: '/v1/partners', body: newPartner() }), ['partner.created']],
  [
    'a new partner',
    () => ({ method: 'POST', path: '/v1/partners', body: newPartner({ parent: { name: partner.name } }) }),
    ['partner.created'],
  ],
  ['a change', () => ({ method: 'PATCH', path: own(), body: { name: fresh(), billingId: 'B' } }), ['partner.updated']],
  ['no change', () => ({ method: 'PATCH', path: own(), body: { isActive: true } }), []],
  ['a deactivation', () => ({ method: 'PATCH', path: own(), body: { isActive: false } }), ['partner.deactivated']],
  [
    'a move with all else',
    async () => {
      await makePartner(api, partner);
      const target = await makePartner(api);
      return { method: 'PATCH', path: own(), body: { parent: { id: target.id }, isActive: false, contact: { phone: '+1555' } } };
    },
    ['partner.moved', 'partner.deactivated', 'partner.updated', 'partner.contact.updated'],
  ],
  ['a new contact', () => ({ method: 'POST', path: own('/contacts'), body: contact() }), ['partner.contact.created']],
  [
    'a changed contact',
    async () => ({ method: 'PATCH', path: own(`/contacts/${await contactId()}`), body: { userName: fresh() } }),
    ['partner.contact.updated', 'partner.updated'],
  ],
];

test.each(CALLS)('a dry run of %s writes nothing, and says what the real one then does', async (_, make, names) => {
  const call = await make();
  const before = await api.items();
  const { status, headers, body } = await dryRun(call);
  expect(await api.items()).toEqual(before);
  expect({ status, dryRun: body.dryRun, location: headers.location }).toEqual({ status: 200, dryRun: true, location: undefined });

  let real: Answer | undefined;
  const events = await eventsBy(api, async () => {
    real = await api.send(call);
  });
  expect({ status: body.status, body: settled(body.body) }).toEqual({ status: real?.status, body: settled(real?.body) });
  const told = events.map(({ payload, metadata }) => ({ event: payload.event, changed: metadata.changed, data: settled(payload.data) }));
  expect((body.events as Item[]).map(({ event, changed, data }) => ({ event, changed, data: settled(data) }))).toEqual(told);
  expect(told.map(({ event }) => event)).toEqual(names);
});

const REFUSED: readonly (readonly [string, () => Call | Promise<Call>, Parameters<typeof refused>[2]])[] = [
  ['a taken name', () => ({ method: 'POST', path: '/v1/partners', body: newPartner({ name: root.name }) }), 'name-taken'],
  ['a taken name of another', () => ({ method: 'PATCH', path: own(), body: { name: root.name } }), 'name-taken'],
  [
    'a taken user name',
    async () => ({ method: 'POST', path: own('/contacts'), body: contact({ userName: (await first()).userName }) }),
    'user-name-taken',
  ],
  ['a cycle', () => ({ method: 'PATCH', path: own(), body: { parent: { id: partner.id } } }), 'would-create-cycle'],
  ['the last supervisor', () => ({ method: 'PATCH', path: own(), body: { contact: { isActive: false } } }), 'last-supervisor'],
  ['another version', () => ({ method: 'PATCH', path: own(), body: {}, headers: { 'if-match': '"7"' } }), 'version-mismatch'],
  [
    'an inactive parent',
    async () => {
      const child = await makePartner(api, partner);
      await deactivate(api, partner.id);
      return { method: 'POST', path: '/v1/partners', body: newPartner({ parent: { id: child.id } }) };
    },
    'parent-inactive',
  ],
];
const first = async () => (await api.get(own())).body.contact as { userName: string };

test.each(REFUSED)('a dry run refuses %s in the words of the real one', async (_, make, code) => {
  const call = await make();
  const report = await refused(api, { ...call, query: 'dryRun=true' }, code);
  expect((await refused(api, call, code)).body).toEqual(report.body);
});

test('a dry run says which limits it would use up', async () => {
  const { body } = await dryRun({ method: 'POST', path: '/v1/partners', body: newPartner({ parent: { id: partner.id } }) });
  expect(body.limits).toEqual([{ limitName: 'levels', limit: 10, count: 3, by: 1 }]);
});

test('a dry run with a key does not use the key up, and dryRun=false is the real thing', async () => {
  const headers = { 'idempotency-key': fresh() };
  const call = { method: 'POST', path: '/v1/partners', body: newPartner(), headers };
  expect((await dryRun(call)).body).toMatchObject({ dryRun: true, status: 201 });
  const { status, headers: answered } = await api.send({ ...call, query: 'dryRun=false' });
  expect({ status, replayed: answered['idempotency-replayed'] }).toEqual({ status: 201, replayed: undefined });
});

test('a dry run needs the rights of the real one', async () => {
  const as = await api.bearer({ permissions: ['partner:read'] });
  await refused(api, { method: 'PATCH', path: own(), body: { isActive: false }, query: 'dryRun=true', as }, 'permission-missing');
});

test.each([
  ['a read', () => ({ path: own() })],
  ['a credential', () => ({ method: 'POST', path: own('/credentials'), body: { userRole: 'Partner User' } })],
])('%s takes no dryRun', async (_, call) => {
  expect(await violationsOf(api, { ...call(), query: 'dryRun=true' })).toEqual(['query /dryRun unknown-property']);
});
