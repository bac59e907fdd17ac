import { keyedRequest } from '../../functions/shared/http/idempotency.ts';
import { idempotencyKey } from '../../functions/shared/table/keys.ts';
import { type Api, type Call, startApi } from './api.ts';
import { refused, violationsOf } from './refusals.ts';
import { contact, fresh, makeCredential, makePartner, makeReseller, newOrganization, newPartner, newReseller } from './samples.ts';
import { deactivate, itemsAddedBy, setAttribute } from './stored.ts';

let api: Api;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const REPLAYED = { 'idempotency-replayed': 'true' };

const keyed = (path: string, body: unknown, call: Partial<Call> = {}): Call => ({
  ...{ method: 'POST', path, body, headers: { 'idempotency-key': fresh('key') } },
  ...call,
});

const routes = {
  partner: async () => keyed('/v1/partners', newPartner()),
  reseller: async () => keyed('/v3/resellers', newReseller()),
  organization: async () => keyed(`/v3/resellers/${await makeReseller(api, { allowedOrganizations: 1 })}/organizations`, newOrganization()),
};

describe.each(Object.entries(routes))('a keyed %s', (_, call) => {
  test('is made once, and a repeat gets the same answer marked as replayed', async () => {
    const request = await call();
    const first = await api.send(request);
    const added = await itemsAddedBy(api, async () => {
      expect(await api.send(request)).toEqual({ ...first, headers: { ...first.headers, ...REPLAYED } });
    });
    expect(first.status).toBe(201);
    expect(first.headers).not.toHaveProperty('idempotency-replayed');
    expect(added).toEqual({});
  });

  test('is made once when it is sent 20 times at once', async () => {
    const request = await call();
    const answers = await Promise.all(Array.from({ length: 20 }, () => api.send(request)));
    expect(new Set(answers.map(({ status, body, headers }) => JSON.stringify([status, body, headers.etag, headers.location]))).size).toBe(
      1,
    );
    expect(answers[0]?.status).toBe(201);
    expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === undefined)).toHaveLength(1);
  });
});

test('the same request in another spelling is the same', async () => {
  const body = newReseller({ allowedUsers: 10 });
  const call = keyed('/v3/resellers', body);
  const { body: first } = await api.send(call);
  const respelled = JSON.stringify(Object.fromEntries(Object.entries(body).reverse()), null, 2).replace('10', '1e1');
  expect(await api.send({ ...call, body: respelled })).toMatchObject({ status: 201, headers: REPLAYED, body: first });
});

test('another body, another path or another query under the key is refused', async () => {
  const call = await routes.partner();
  await api.send(call);
  await refused(api, { ...call, body: newPartner() }, 'idempotency-key-reused');
  await refused(api, { ...call, query: 'billingId=7' }, 'idempotency-key-reused');
  await refused(api, { ...call, path: '/v3/resellers', body: newReseller() }, 'idempotency-key-reused');
});

test('what was refused stores no answer: the key is free for a better request', async () => {
  const call = keyed('/v3/resellers/unknown/organizations', newOrganization());
  await refused(api, call, 'reseller-not-found');
  const { status, headers } = await api.send({ ...call, path: `/v3/resellers/${await makeReseller(api)}/organizations` });
  expect(status).toBe(201);
  expect(headers).not.toHaveProperty('idempotency-replayed');
});

test('a key belongs to its caller: another may use it for its own request', async () => {
  const call = keyed('/v3/resellers', newReseller());
  const [first, second] = [await api.send(call), await api.send({ ...call, as: await api.bearer({ sub: 'someone else' }) })];
  expect(second.status).toBe(201);
  expect(second.body.id).not.toBe(first.body.id);
});

test('one subject acting for two tenants is two callers', async () => {
  const reseller = await makeReseller(api);
  const parent = await makePartner(api);
  const call = keyed('/v1/partners', newPartner({ parent: { id: parent.id } }));
  await api.send({ ...call, as: await api.bearer({ partner_id: parent.id }) });
  await refused(api, { ...call, as: await api.bearer({ partner_id: (await makePartner(api)).id }) }, 'foreign-tenant');
  await refused(api, { ...call, as: await api.bearer({ partner_id: parent.id, reseller_id: reseller }) }, 'name-taken');
});

test('two users of one partner are two callers', async () => {
  const parent = await makePartner(api);
  const [one, two] = [await makeCredential(api, parent.id), await makeCredential(api, parent.id)];
  const call = keyed('/v1/partners', newPartner({ parent: { id: parent.id } }));
  expect((await api.send({ ...call, as: one })).status).toBe(201);
  expect(await api.send({ ...call, as: one })).toMatchObject({ status: 201, headers: REPLAYED });
  await refused(api, { ...call, as: two }, 'name-taken');
});

test('a repeat is answered although the parent has become inactive since', async () => {
  const parent = await makePartner(api);
  const call = keyed('/v1/partners', newPartner({ parent: { id: parent.id } }));
  const { body } = await api.send(call);
  await deactivate(api, parent.id);
  expect(await api.send(call)).toMatchObject({ status: 201, headers: REPLAYED, body });
  await refused(api, { ...call, body: newPartner({ parent: { id: parent.id } }) }, 'idempotency-key-reused');
});

test('a key is free again after 24 hours, whether or not its record was removed', async () => {
  const body = newReseller();
  const call = keyed('/v3/resellers', body);
  const { body: first } = await api.send(call);
  const record = (await api.items()).find(({ type, reply }) => type === 'idempotency' && JSON.stringify(reply).includes(String(first.id)));
  expect(Number(record?.expiresAt)).toBeCloseTo(Date.now() / 1000 + 86_400, -1);
  await setAttribute(api, { pk: String(record?.pk), sk: String(record?.sk) }, 'expiresAt', Math.floor(Date.now() / 1000) - 1);
  const { status, body: second } = await api.send({ ...call, body: newReseller() });
  expect(status).toBe(201);
  expect(second.id).not.toBe(first.id);
});

test('an expired record is no answer for a request that is refused', async () => {
  const call = keyed('/v1/partners', newPartner());
  await api.send(call);
  const records = (await api.items()).filter(({ type }) => type === 'idempotency');
  for (const { pk, sk } of records) await setAttribute(api, { pk: String(pk), sk: String(sk) }, 'expiresAt', 1);
  await refused(api, call, 'name-taken');
});

test('the record holds neither the body nor the verification phrase', async () => {
  const added = await itemsAddedBy(api, () => api.send(keyed('/v1/partners', newPartner({ verificationPhrase: 'blue heron' }))));
  expect(added.idempotency).toHaveLength(1);
  expect(JSON.stringify(added.idempotency)).not.toContain('blue heron');
});

test.each([
  ['', ['too-short']],
  ['x'.repeat(256), ['too-long']],
  ['a b', ['invalid-characters']],
  ['käse', ['invalid-characters']],
])('the key %p is refused', async (key, codes) => {
  const call = keyed('/v3/resellers', newReseller(), { headers: { 'idempotency-key': key } });
  expect(await violationsOf(api, call)).toEqual(codes.map((code) => `header /idempotency-key ${code}`));
});

test('the longest key of all visible ASCII is taken', async () => {
  const visible = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)).join('');
  const key = visible.repeat(3).slice(0, 255);
  expect((await api.send(keyed('/v3/resellers', newReseller(), { headers: { 'idempotency-key': key } }))).status).toBe(201);
  const { id } = keyedRequest({ actor: 'token:operator', permissions: new Set() }, key, {});
  expect(idempotencyKey(id).pk).not.toContain(key);
});

test('a request refused as invalid is not looked up', async () => {
  const call = keyed('/v1/partners', newPartner({ contact: contact() }));
  await api.send(call);
  await refused(api, { ...call, body: { name: 7 } }, 'invalid-request');
});
