import { resellerKey } from '../../functions/shared/table/keys.ts';
import { type Answer, type Api, type Call, startApi } from './api.ts';
import { refused, violationsOf } from './refusals.ts';
import { fresh, makeReseller, newOrganization, newReseller } from './samples.ts';
import { eventsBy } from './stored.ts';

let api: Api;
let externalId: string;

beforeAll(async () => {
  api = await startApi();
});
beforeEach(() => {
  externalId = fresh('erp');
});
afterAll(() => api.stop());

const at = (id: unknown): string => `/v3/resellers/${id}`;
const putting = (body: unknown, call: Partial<Call> = {}): Call => ({
  ...{ method: 'PUT', path: `/v3/resellers-by-external-id/${externalId}`, body },
  ...call,
});
const put = (body: unknown): Promise<Answer> => api.send(putting(body));
const full = () => newReseller({ description: 'For the north', allowedUsers: 10, allowedOrganizations: 5 });
const found = async (id: string = externalId) => (await api.get('/v3/resellers', { query: `externalId=${id}` })).items;

test('a reseller that is not there is created: 201 with Location and ETag, and published as new', async () => {
  const body = full();
  let answer: Answer | undefined;
  const [event, ...others] = await eventsBy(api, async () => {
    answer = await put(body);
  });
  const id = answer?.body.id;
  expect({ status: answer?.status, headers: answer?.headers }).toMatchObject({
    status: 201,
    headers: { etag: '"1"', location: at(id) },
  });
  expect(answer?.body).toMatchObject({ ...body, externalId, version: 1 });
  expect((await api.get(at(id))).body).toEqual(answer?.body);
  expect(event?.payload).toMatchObject({ event: 'reseller.created', data: answer?.body });
  expect({ others, found: await found() }).toEqual({ others: [], found: [answer?.body] });
});

test('a reseller that is there is replaced, and keeps its id and its organizations', async () => {
  const { body: first } = await put(full());
  await api.post(`${at(first.id)}/organizations`, newOrganization());
  const other = full();
  const [event, ...others] = await eventsBy(api, async () => {
    const { status, headers, body } = await put({ ...other, externalId });
    expect({ status, etag: headers.etag, location: headers.location }).toEqual({ status: 200, etag: '"2"', location: undefined });
    expect(body).toEqual({ ...first, ...other, version: 2, updatedAt: body.updatedAt });
  });
  expect(event?.payload.event).toBe('reseller.updated');
  expect(event?.metadata).toMatchObject({ version: 2, previousVersion: 1, changed: ['/name'], previous: { '/name': first.name } });
  expect(others).toEqual([]);
  expect((await api.get(`${at(first.id)}/limits`)).body).toMatchObject({ organizations: { used: 1, allowed: 5 } });
  expect((await api.get('/v3/resellers', { query: `name=${first.name}` })).items).toEqual([]);
});

test('a limit that a replacement lowers publishes what it crosses', async () => {
  const { body: first } = await put(full());
  await api.post(`${at(first.id)}/organizations`, newOrganization());
  expect((await eventsBy(api, () => put({ ...full(), allowedOrganizations: 1 }))).map(({ payload }) => payload.event)).toEqual([
    'reseller.updated',
    'reseller.limit.approaching',
    'reseller.limit.reached',
  ]);
});

test('optional fields that are absent are removed', async () => {
  const { body: first } = await put(full());
  const { name, email, allowedUsers, allowedOrganizations } = first;
  const { body: second } = await put({ name, email, allowedUsers, allowedOrganizations });
  const { description: _, ...rest } = first;
  expect(second).toEqual({ ...rest, version: 2, updatedAt: second.updatedAt });
  expect(await api.table.table.get(resellerKey(String(first.id)))).not.toHaveProperty('description');
});

test('what is so already answers 200 with the same version, writes nothing and publishes nothing', async () => {
  const body = full();
  const { body: first } = await put(body);
  const before = await api.items();
  for (const same of [body, { ...body, externalId }, first, Object.fromEntries(Object.entries(body).reverse())]) {
    const { status, headers, body: answered } = await put(same);
    expect({ status, etag: headers.etag, answered }).toEqual({ status: 200, etag: '"1"', answered: first });
  }
  expect(await api.items()).toEqual(before);
});

test('a deleted reseller gave its external id back: another is created', async () => {
  const { body: first } = await put(full());
  await api.remove(at(first.id));
  expect(await found()).toEqual([]);
  const { status, body } = await put(full());
  expect(status).toBe(201);
  expect(body.id).not.toBe(first.id);
  expect(await found()).toEqual([body]);
});

test('a reseller can be given an external id, another one and none; what it gave up is free', async () => {
  const id = await makeReseller(api);
  await api.patch(at(id), { externalId });
  expect((await put(full())).body).toMatchObject({ id, version: 3 });
  const other = fresh('erp');
  await api.patch(at(id), { externalId: other });
  expect([await found(), (await found(other)).map((item) => item.id)]).toEqual([[], [id]]);
  expect((await put(full())).status).toBe(201);
  const taken = await refused(api, { method: 'PATCH', path: at(id), body: { externalId } }, 'external-id-taken');
  expect(taken.body.externalId).toBe(externalId);
  await refused(api, { method: 'POST', path: '/v3/resellers', body: newReseller({ externalId }) }, 'external-id-taken');
  await api.patch(at(id), { externalId: null });
  expect((await api.get(at(id))).body).not.toHaveProperty('externalId');
  await makeReseller(api, { externalId: other });
});

test('a list by external id compares the other filters too', async () => {
  const { body } = await put(full());
  const ids = async (query: string) => (await api.get('/v3/resellers', { query: `externalId=${externalId}&${query}` })).items.length;
  expect([await ids(`name=${body.name}`), await ids('name=other'), await ids('email=else@example.com')]).toEqual([1, 0, 0]);
});

test.each(['a.b', "x!$&'()*+,;=:@~_-", 'organizations', '...', 'x'.repeat(256)])(
  'the external id %p is one, to the character',
  async (odd) => {
    const call = putting(full(), { path: `/v3/resellers-by-external-id/${odd}` });
    const { status, body } = await api.send(call);
    expect([status, body.externalId]).toEqual([201, odd]);
    expect((await api.send({ ...call, path: `/v3/resellers-by-external-id/${encodeURIComponent(odd)}` })).status).toBe(200);
    expect((await found(encodeURIComponent(odd))).map((item) => item.id)).toEqual([body.id]);
  },
);

test('an external id in another case is another one’s', async () => {
  const statuses = [];
  for (const id of [`${externalId}-a`, `${externalId}-A`])
    statuses.push((await api.send(putting(full(), { path: `/v3/resellers-by-external-id/${id}` }))).status);
  expect(statuses).toEqual([201, 201]);
});

test('If-Match replaces the version it names, and never creates; If-None-Match: * only creates', async () => {
  const having = (headers: Readonly<Record<string, string>>, body: unknown = full()) => putting(body, { headers });
  await refused(api, having({ 'if-match': '"1"' }), 'version-mismatch');
  await refused(api, having({ 'if-match': '*' }), 'version-mismatch');
  await refused(api, having({}, { ...full(), version: 1 }), 'version-mismatch');
  const body = full();
  expect((await api.send(having({ 'if-none-match': '*' }, body))).status).toBe(201);
  await refused(api, having({ 'if-none-match': '*' }, body), 'version-mismatch');
  await refused(api, having({ 'if-match': '"2"' }, body), 'version-mismatch');
  await refused(api, having({}, { ...body, version: 2 }), 'version-mismatch');
  expect((await api.send(having({ 'if-match': '"1"' }))).headers.etag).toBe('"2"');
  expect((await api.send(having({ 'if-match': '*' }))).headers.etag).toBe('"3"');
});

test('only a token that is bound to no tenant puts a reseller, or changes its external id', async () => {
  const { body } = await put(full());
  const as = await api.bearer({ reseller_id: body.id });
  await refused(api, putting(full(), { as }), 'foreign-tenant');
  const free = { method: 'PATCH', path: at(body.id), as } as const;
  const taken = await makeReseller(api, { externalId: fresh('erp') });
  // A taken external id gets the same answer: a reseller learns nothing about others.
  const details = [];
  for (const change of [{ externalId: (await api.get(at(taken))).body.externalId }, { externalId: fresh('erp') }, { externalId: null }])
    details.push((await refused(api, { ...free, body: change }, 'foreign-tenant')).body.detail);
  expect(new Set(details).size).toBe(1);
  expect((await api.send({ ...free, body: { externalId, description: 'its own' } })).status).toBe(200);
});

test.each<[string, () => Call, readonly string[]]>([
  ['another external id in the body', () => putting({ ...full(), externalId: 'other' }), ['body /externalId conflicting-values']],
  [
    'a body that is not whole',
    () => putting({ name: 'x' }),
    ['allowedOrganizations', 'allowedUsers', 'email'].map((name) => `body /${name} required`),
  ],
  ['an id of a reseller that is not there', () => putting({ ...full(), id: 'x' }), ['body /id read-only']],
  [
    'an external id that no path holds',
    () => putting(full(), { path: '/v3/resellers-by-external-id/a%20b' }),
    ['path /externalId invalid-characters'],
  ],
  ['a longer one', () => putting(full(), { path: `/v3/resellers-by-external-id/${'x'.repeat(257)}` }), ['path /externalId too-long']],
])('%s is refused', async (_, call, violations) => {
  expect(await violationsOf(api, call())).toEqual(violations);
});

test('a dry run says whether it would create, replace or do nothing, and does none of it', async () => {
  const body = full();
  const dryRunOf = async (asked: unknown) => (await api.send(putting(asked, { query: 'dryRun=true' }))).body;
  const before = await api.items();
  expect(await dryRunOf(body)).toMatchObject({ dryRun: true, status: 201, events: [{ event: 'reseller.created' }] });
  expect(await api.items()).toEqual(before);
  await put(body);
  expect(await dryRunOf(full())).toMatchObject({ dryRun: true, status: 200, events: [{ event: 'reseller.updated' }] });
  expect(await dryRunOf(body)).toMatchObject({ dryRun: true, status: 200, events: [], body: { version: 1 } });
});
