import type { Item } from '../../functions/shared/table/transaction.ts';
import { webhookKey, webhookTokenKey } from '../../functions/shared/table/webhook-keys.ts';
import { type Api, type Call, startApi } from './api.ts';
import { refused, violationsOf } from './refusals.ts';
import { fresh, makePartner, makeReseller, newWebhook } from './samples.ts';
import { itemsAddedBy, setAttribute } from './stored.ts';

let api: Api;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const create = (fields: Item = {}, call: Omit<Call, 'path' | 'body'> = {}) => ({
  ...{ method: 'POST', path: '/v3/webhooks', body: newWebhook(fields) },
  ...call,
});
const make = async (fields: Item = {}, as?: string): Promise<string> => {
  const { status, headers } = await api.send(create(fields, as === undefined ? {} : { as }));
  expect(status).toBe(201);
  return String(headers.location);
};

test('an endpoint is answered without its token, pending, and GET answers the same', async () => {
  const { token, ...given } = newWebhook({ events: ['reseller.organization.created', 'partner.*'], token: 'secret-token-of-this-test' });
  const { status, headers, body } = await api.send(create({ ...given, token }));
  expect(status).toBe(201);
  expect(body).toEqual({
    ...{ id: expect.any(String), ...given, enabled: true, tokenLast4: 'test', status: 'pending', version: 1 },
    ...{ createdAt: expect.any(String), updatedAt: body.createdAt },
  });
  expect(headers).toMatchObject({ location: `/v3/webhooks/${body.id}`, etag: '"1"' });
  expect(await api.get(String(headers.location))).toMatchObject({ status: 200, body });
});

test('a create stores the endpoint, its token apart from it, where it stands, and that it is to be reconciled', async () => {
  const token = 'another-secret-token';
  const added = await itemsAddedBy(api, () => make({ token }));
  const types = new Set(Object.keys(added).filter((type) => type !== 'webhook-quota'));
  expect(types).toEqual(new Set(['entry', 'webhook', 'webhook-pending', 'webhook-token']));
  expect(added['webhook-token']).toMatchObject([{ token, tokenVersion: 1 }]);
  expect(JSON.stringify([added.webhook, added.entry, added['webhook-pending']])).not.toContain(token);
});

test('the answer that is kept for a replay has no token', async () => {
  const call = create({ token: 'kept-nowhere-else-token' }, { headers: { 'idempotency-key': fresh('key') } });
  const [first, second] = [await api.send(call), await api.send(call)];
  expect(second).toMatchObject({ status: 201, body: first.body, headers: { 'idempotency-replayed': 'true' } });
  const kept = (await api.items()).filter(({ type }) => type === 'idempotency');
  expect(JSON.stringify(kept)).not.toContain('kept-nowhere-else-token');
});

test.each([
  ['url', 'http://hooks.example.com', ['body /url not-https']],
  ['url', 'https://127.0.0.1/', ['body /url ip-literal']],
  ['url', 'http://localhost:4000/', ['body /url not-https']],
  ['url', `https://hooks.example.com/${'x'.repeat(2048)}`, ['body /url too-long']],
  ['url', `https://hooks.example.com/${'ü'.repeat(2048)}`, ['body /url too-long']],
  ['token', 'x'.repeat(15), ['body /token too-short']],
  ['token', 'x'.repeat(257), ['body /token too-long']],
  ['token', 'with a space inside it', ['body /token invalid-characters']],
  ['token', 'user:password1234567', ['body /token invalid-characters']],
  ['token', 'urn:uuid:019f2b6c-a2b1-7e55-8d10-7b1f0c2d4e66', ['body /token invalid-characters']],
  ['events', [], ['body /events empty']],
  ['events', ['reseller.nothing'], ['body /events/0 not-allowed']],
  ['events', ['reseller.*', 'reseller.*'], ['body /events repeated']],
  ['name', '', ['body /name invalid-characters', 'body /name too-short']],
  ['enabled', 'yes', ['body /enabled wrong-type']],
  ['status', 'healthy', ['body /status unknown-property']],
])('%s given as %p is refused', async (member, value, violations) => {
  expect(await violationsOf(api, create({ [member]: value }))).toEqual(violations);
});

test('every violation is listed, the url’s among them', async () => {
  expect(await violationsOf(api, create({ url: 'http://localhost', token: 'short' }))).toEqual([
    'body /token too-short',
    'body /url not-https',
  ]);
});

describe('the endpoints of a tenant', () => {
  test('are sent its events only, and a bound caller can name no other reseller', async () => {
    const [own, other] = [await makeReseller(api), await makeReseller(api)];
    const as = await api.bearer({ reseller_id: own });
    expect((await api.get(await make({}, as), { as })).body.resellerId).toBe(own);
    expect((await api.get(await make({ resellerId: own }, as), { as })).body.resellerId).toBe(own);
    await refused(api, create({ resellerId: other }, { as }), 'foreign-tenant');
    const { id: partnerId } = await makePartner(api);
    const partner = await api.bearer({ partner_id: partnerId });
    expect((await api.get(await make({}, partner))).body).toMatchObject({ partnerId });
    await refused(api, create({ resellerId: own }, { as: partner }), 'foreign-tenant');
  });

  test('are found by it and by the operator, and by nobody else', async () => {
    const [own, other] = [await makeReseller(api), await makeReseller(api)];
    const [mine, theirs] = [await api.bearer({ reseller_id: own }), await api.bearer({ reseller_id: other })];
    const path = await make({}, mine);
    const listed = async (as?: string) => {
      const { items } = await api.get('/v3/webhooks', { query: 'limit=100', ...(as === undefined ? {} : { as }) });
      return items.some(({ id }) => path.endsWith(String(id)));
    };
    expect([await listed(mine), await listed(theirs), await listed()]).toEqual([true, false, true]);
    expect((await api.get('/v3/webhooks', { as: mine })).items).toHaveLength(1);
    await refused(api, { path, as: theirs }, 'webhook-not-found');
    await refused(api, { method: 'PATCH', path, body: { name: 'x' }, as: theirs }, 'webhook-not-found');
    await refused(api, { method: 'DELETE', path, as: theirs }, 'webhook-not-found');
  });

  test('of the operator can be kept to one reseller, which must exist', async () => {
    const resellerId = await makeReseller(api);
    expect((await api.get(await make({ resellerId }))).body.resellerId).toBe(resellerId);
    await refused(api, create({ resellerId: 'unknown' }), 'reseller-not-found');
    const { items } = await api.get('/v3/webhooks', { query: `resellerId=${resellerId}` });
    expect(items.map(({ resellerId: of }) => of)).toEqual([resellerId]);
  });
});

describe('a change', () => {
  test('is one version on and pending again, and no change writes nothing', async () => {
    const path = await make();
    const { id } = (await api.get(path)).body;
    await setAttribute(api, webhookKey(String(id)), 'status', 'healthy');
    const { status, body } = await api.patch(path, { events: ['partner.*'], enabled: false });
    expect({ status, body }).toMatchObject({ status: 200, body: { events: ['partner.*'], enabled: false, status: 'pending', version: 2 } });
    const before = await api.items();
    expect((await api.patch(path, { events: ['partner.*'] })).body).toEqual(body);
    expect(await api.items()).toEqual(before);
  });

  test('of the token keeps only the new one, and says its last four', async () => {
    const path = await make();
    const { body } = await api.patch(path, { token: 'the-new-token-9876' });
    expect(body).toMatchObject({ tokenLast4: '9876', version: 2 });
    expect(await api.table.table.get(webhookTokenKey(String(body.id)))).toMatchObject({ token: 'the-new-token-9876', tokenVersion: 2 });
  });

  test('with a url of another origin needs a new token: the old one is not sent there', async () => {
    const path = await make({ url: 'https://hooks.example.com/a' });
    for (const url of ['https://other.example.com/a', 'https://hooks.example.com:8443/a', 'https://hooks.example.com.example.org/a']) {
      expect(await violationsOf(api, { method: 'PATCH', path, body: { url } })).toEqual(['body /token required']);
    }
    expect(await api.patch(path, { url: 'https://HOOKS.example.com:443/b' })).toMatchObject({ status: 200, body: { version: 2 } });
    const moved = await api.patch(path, { url: 'https://other.example.com/a', token: 'the-token-of-the-other' });
    expect(moved).toMatchObject({ status: 200, body: { url: 'https://other.example.com/a', tokenLast4: 'ther', version: 3 } });
  });

  test('of another version is refused, and so is a url that may not be sent to, and null', async () => {
    const path = await make();
    await refused(api, { method: 'PATCH', path, body: { name: 'x' }, headers: { 'if-match': '"7"' } }, 'version-mismatch');
    expect(await violationsOf(api, { method: 'PATCH', path, body: { url: 'https://[::1]/' } })).toEqual(['body /url ip-literal']);
    expect(await violationsOf(api, { method: 'PATCH', path, body: { events: null } })).toEqual(['body /events wrong-type']);
    expect(await violationsOf(api, { method: 'PATCH', path, body: { resellerId: 'x' } })).toEqual(['body /resellerId read-only']);
    expect(await violationsOf(api, { method: 'PATCH', path, body: { owner: '/' } })).toEqual(['body /owner unknown-property']);
  });

  test('that enables a suspended endpoint forgets its failures', async () => {
    const path = await make();
    const key = webhookKey(String((await api.get(path)).body.id));
    await setAttribute(api, key, 'status', 'suspended');
    await setAttribute(api, key, 'failures', 10);
    await setAttribute(api, key, 'suspendedAt', '2026-11-22T00:00:00.000Z');
    expect((await api.patch(path, { enabled: true })).body).toMatchObject({ status: 'pending', version: 2 });
    const stored = await api.table.table.get(key);
    expect(stored).toMatchObject({ failures: 0 });
    expect(stored).not.toHaveProperty('suspendedAt');
  });
});

test('what is deleted is not found, listed or changed any more, and waits to be removed', async () => {
  const path = await make();
  const { id } = (await api.get(path)).body;
  expect((await api.remove(path, { headers: { 'if-match': '"1"' } })).status).toBe(204);
  await refused(api, { path }, 'webhook-not-found');
  await refused(api, { method: 'DELETE', path }, 'webhook-not-found');
  await refused(api, { method: 'PATCH', path, body: { enabled: true } }, 'webhook-not-found');
  expect((await api.get('/v3/webhooks', { query: 'limit=100' })).items.some((item) => item.id === id)).toBe(false);
  expect((await api.items()).filter((item) => item.type === 'webhook-pending' && item.ownerId === id)).toMatchObject([{ version: 2 }]);
});
