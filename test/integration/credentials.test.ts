import { credentialStore } from '../../functions/partners/credentials/store.ts';
import { apiUserName } from '../../functions/shared/auth/api-user-name.ts';
import { credentialKey, credentialUseKey, partnerKey } from '../../functions/shared/table/keys.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Api, startApi } from './api.ts';
import { refused, violationsOf } from './refusals.ts';
import { basic, fresh, makePartner, type StoredPartner } from './samples.ts';
import { deactivate, setAttribute } from './stored.ts';

let api: Api;
let partner: StoredPartner;

beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  partner = await makePartner(api);
});
afterAll(() => api.stop());

const own = (rest = '') => `/v1/partners/${partner.id}${rest}`;
const create = (headers: Record<string, string> = {}) => api.post(own('/credentials'), { userRole: 'Partner Supervisor' }, { headers });
const make = async () => {
  const { status, body } = await create();
  expect(status).toBe(201);
  return { id: String(body.id), userName: String(body.userName), as: basic(String(body.userName), String(body.secret)) };
};
const list = async () => (await api.get(own('/credentials'))).body.data as Item[];
const counted = async () => (await api.table.table.get(partnerKey(partner.id)))?.credentialCount;
const full = () => ({ method: 'POST', path: own('/credentials'), body: { userRole: 'Partner User' } });

test('a credential signs in with the secret that is shown once, and notes that it was used', async () => {
  const { status, headers, body } = await create();
  expect({ status, location: headers.location }).toEqual({ status: 201, location: own(`/credentials/${body.id}`) });
  expect(body.secret).toMatch(/^[\w-]{43}$/);
  const { secret, ...shown } = body;
  expect(await list()).toEqual([shown]);
  expect((await api.get(own(), { as: basic(String(body.userName), String(secret)) })).status).toBe(200);
  expect(await list()).toEqual([{ ...shown, lastUsedAt: expect.stringMatching(/^\d{4}-.*Z$/) }]);
  expect(JSON.stringify(await api.items())).not.toContain(secret);
});

test('two may be active: a third is refused with limit and count, however many come at once', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => create()));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
  expect(answers.filter(({ body }) => body.code === 'limit-reached')).toHaveLength(8);
  const { body } = await refused(api, full(), 'limit-reached');
  expect(body).toMatchObject({ limitName: 'credentials', limit: 2, count: 2 });
  expect([await counted(), (await list()).length]).toEqual([2, 2]);
}, 15_000);

test('a replay is answered without the secret, and makes no second credential', async () => {
  const headers = { 'idempotency-key': fresh() };
  const [one, other] = [await create(headers), await create(headers)];
  const { secret, ...shown } = one.body;
  expect(secret).toBeDefined();
  expect({ status: other.status, body: other.body }).toEqual({ status: 201, body: shown });
  expect(other.headers['idempotency-replayed']).toBe('true');
  expect(await counted()).toBe(1);
});

test('revoking frees room, and the credential signs in no more', async () => {
  const [one] = [await make(), await make()];
  const { status, body } = await api.remove(own(`/credentials/${one.id}`));
  expect({ status, body }).toEqual({ status: 204, body: {} });
  await refused(api, { path: own(), as: one.as }, 'credentials-invalid');
  await refused(api, { method: 'DELETE', path: own(`/credentials/${one.id}`) }, 'credential-not-found');
  expect((await list()).map(({ id }) => id)).not.toContain(one.id);
  await make();
  expect(await counted()).toBe(2);
});

test('of ten that revoke a credential at once, one does', async () => {
  const { id } = await make();
  const answers = await Promise.all(Array.from({ length: 10 }, () => api.remove(own(`/credentials/${id}`))));
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, ...Array(9).fill(404)]);
  expect(await counted()).toBe(0);
});

test('the credential of another partner, and a contact that is named like one, are not found', async () => {
  const { id } = await make();
  const other = await makePartner(api, partner);
  await refused(api, { method: 'DELETE', path: `/v1/partners/${other.id}/credentials/${id}` }, 'credential-not-found');
  const as = await api.bearer({ partner_id: other.id });
  await refused(api, { method: 'DELETE', path: own(`/credentials/${id}`), as }, 'partner-not-found');
  await refused(api, { path: own('/credentials'), as }, 'partner-not-found');
  // As one could be called before that was refused.
  const person = {
    userName: apiUserName('abc123'),
    partnerId: partner.id,
    contactId: 7,
    userRole: 'Partner User',
    isActive: true,
  } as const;
  await credentialStore(api.table.table).insert(person);
  await refused(api, { method: 'DELETE', path: own('/credentials/abc123') }, 'credential-not-found');
  expect(await violationsOf(api, { method: 'DELETE', path: own('/credentials/XYZ') })).toEqual(['path /credentialId invalid-format']);
});

test('the last use is written once an hour and not once a sign-in', async () => {
  const { userName, as } = await make();
  const lastUse = async () => (await api.table.table.get(credentialUseKey(userName)))?.lastUsedAt;
  // Each operation is a function of its own, and remembers for itself what it has verified.
  await api.get(own(), { as });
  const used = await lastUse();
  await api.get(own('/contacts'), { as });
  expect(await lastUse()).toBe(used);
  const recent = new Date(Date.now() - 59 * 60_000).toISOString();
  await setAttribute(api, credentialUseKey(userName), 'lastUsedAt', recent);
  await api.get('/v1/partners', { as });
  expect(await lastUse()).toBe(recent);
  await setAttribute(api, credentialUseKey(userName), 'lastUsedAt', new Date(Date.now() - 61 * 60_000).toISOString());
  await api.get(own('/credentials'), { as });
  expect(String(await lastUse()) > recent).toBe(true);
});

test('signing in writes nothing in the partition of the credential: recording its use needs no right to change it', async () => {
  const { userName, as } = await make();
  const stored = async () => (await api.items()).filter(({ pk }) => pk === credentialKey(userName).pk);
  const before = await stored();
  expect((await api.get(own(), { as })).status).toBe(200);
  expect((await api.send({ method: 'PATCH', path: own(), body: { billingId: 'NW-1' }, as })).status).toBe(200);
  expect(await stored()).toEqual(before);
  expect((await list())[0]?.lastUsedAt).toEqual(expect.any(String));
});

test('nothing of the use of a revoked credential is left, and none is noted any more', async () => {
  const { id, userName, as } = await make();
  await api.get(own(), { as });
  expect(await api.table.table.get(credentialUseKey(userName))).toBeDefined();
  expect((await api.remove(own(`/credentials/${id}`))).status).toBe(204);
  // By a function that remembers what it has verified.
  expect((await api.get(own(), { as })).status).toBe(200);
  expect(await api.table.table.get(credentialUseKey(userName))).toBeUndefined();
});

test('a credential of an inactive partner does not sign in', async () => {
  const { as } = await make();
  await deactivate(api, partner.id);
  await refused(api, { path: own(), as }, 'credentials-invalid');
});

test.each(['Client Admin', 'Client User', 'Owner'])('a credential cannot have the role %s', async (userRole) => {
  expect(await violationsOf(api, { ...full(), body: { userRole } })).toEqual(['body /userRole not-allowed']);
});
