import { thresholdsOf } from '../../functions/resellers/limits.ts';
import { resellerKey } from '../../functions/shared/table/keys.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Answer, type Api, type Call, startApi } from './api.ts';
import { refused, violationsOf } from './refusals.ts';
import { fresh, makeReseller, newOrganization, newReseller } from './samples.ts';
import { eventNamesBy, eventsBy, type StoredEvent } from './stored.ts';

let api: Api;
let reseller: string;
let before: Item;

beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  const { body } = await api.post('/v3/resellers', newReseller({ description: 'North', allowedUsers: 10, allowedOrganizations: 20 }));
  before = body;
  reseller = String(body.id);
});
afterAll(() => api.stop());

const path = () => `/v3/resellers/${reseller}`;
const patching = (body: unknown, call: Omit<Call, 'path' | 'body'> = {}): Call => ({ ...call, method: 'PATCH', path: path(), body });
const patch = (body: unknown, call: Omit<Call, 'path' | 'body'> = {}): Promise<Answer> => api.send(patching(body, call));
const get = async () => (await api.get(path())).body;
const create = () => api.post(`${path()}/organizations`, newOrganization());
const found = async (query: Readonly<Record<string, string>>) =>
  (await api.get('/v3/resellers', { query: new URLSearchParams(query).toString() })).items.map(({ id }) => id);

test.each([
  ['name', { name: fresh() }],
  ['email', { email: 'other@contoso.example' }],
  ['description', { description: '' }],
  ['allowedUsers', { allowedUsers: -1 }],
  ['allowedOrganizations', { allowedOrganizations: 0 }],
])('a PATCH changes %s and nothing else, makes a new version and one event', async (field, change) => {
  const [event, ...others] = await eventsBy(api, () => patch(change));
  const { updatedAt, ...after } = await get();
  expect(after).toEqual({ ...before, ...change, version: 2, updatedAt: undefined });
  expect(String(updatedAt) > String(before.updatedAt)).toBe(true);
  expect(event?.payload).toEqual({ event: 'reseller.updated', data: { ...after, updatedAt }, triggeredAt: updatedAt });
  expect(event?.metadata).toMatchObject({
    ...{ tenant: `/resellers/${reseller}`, version: 2, previousVersion: 1 },
    ...{ changed: [`/${field}`], previous: { [`/${field}`]: before[field] } },
  });
  expect(others.map(({ payload }) => payload.event)).toEqual(field === 'allowedOrganizations' ? LIMIT_EVENTS : []);
});

const LIMIT_EVENTS = ['reseller.limit.approaching', 'reseller.limit.reached'];

test('a PATCH answers the reseller as it is now with its new ETag', async () => {
  const { status, headers, body } = await patch({ description: 'South' });
  expect({ status, etag: headers.etag, body }).toEqual({ status: 200, etag: '"2"', body: await get() });
  expect(body).not.toHaveProperty('organizationCount');
});

test('null removes the description, and the event says what it was; given again, that it was not there', async () => {
  const [event] = await eventsBy(api, () => patch({ description: null }));
  expect(await get()).not.toHaveProperty('description');
  expect(event?.metadata).toMatchObject({ changed: ['/description'], previous: { '/description': 'North' } });
  expect(event?.payload.data).not.toHaveProperty('description');
  const [again] = await eventsBy(api, () => patch({ description: 'West' }));
  expect(again?.metadata).toMatchObject({ changed: ['/description'], previous: { '/description': null }, version: 3 });
});

test.each<[string, () => Item]>([
  ['an empty patch', () => ({})],
  ['its own values', () => ({ name: before.name, email: before.email, description: 'North', allowedUsers: 10, allowedOrganizations: 20 })],
])('%s answers 200, writes nothing and publishes nothing', async (_, change) => {
  const stored = await api.items();
  const { status, headers, body } = await patch(change());
  expect({ status, etag: headers.etag, body }).toEqual({ status: 200, etag: '"1"', body: before });
  expect(await api.items()).toEqual(stored);
});

test.each([
  ['name of null', { name: null }, ['body /name wrong-type']],
  ['email of null', { email: null }, ['body /email wrong-type']],
  [
    'limit of null',
    { allowedUsers: null, allowedOrganizations: null },
    ['body /allowedOrganizations wrong-type', 'body /allowedUsers wrong-type'],
  ],
  ['blank name', { name: ' ' }, ['body /name invalid-characters']],
  ['description that is too long', { description: 'x'.repeat(257) }, ['body /description too-long']],
  ['limit below −1', { allowedOrganizations: -2 }, ['body /allowedOrganizations too-small']],
  ['limit that is a text', { allowedUsers: '5' }, ['body /allowedUsers wrong-type']],
  [
    'member it does not know',
    { ancestors: 'x', organizationCount: 7 },
    ['body /ancestors unknown-property', 'body /organizationCount unknown-property'],
  ],
])('a %s is refused', async (_, body, violations) => {
  expect(await violationsOf(api, patching(body))).toEqual(violations);
});

test.each([[undefined], [[]], ['"x"'], [null]])('a body of %p is no patch', async (body) => {
  await refused(api, patching(body), 'invalid-request');
});

test('If-Match lets the version it names through and no other, also where nothing would change', async () => {
  const ifMatch = (version: string, body: Item = { description: fresh() }) => patching(body, { headers: { 'if-match': version } });
  await refused(api, ifMatch('"2"'), 'version-mismatch');
  await refused(api, ifMatch('"2"', {}), 'version-mismatch');
  expect((await api.send(ifMatch('"1"'))).headers.etag).toBe('"2"');
  await refused(api, ifMatch('"1"'), 'version-mismatch');
  expect((await api.send(ifMatch('*'))).headers.etag).toBe('"3"');
});

test('of ten PATCHes that name the same version at once, one is done', async () => {
  const send = (_: unknown, at: number) => patch({ description: `D-${at}` }, { headers: { 'if-match': '"1"' } });
  const statuses = (await Promise.all(Array.from({ length: 10 }, send))).map(({ status }) => status);
  expect(statuses.toSorted((one, other) => one - other)).toEqual([200, ...Array(9).fill(412)]);
  expect(await get()).toMatchObject({ version: 2 });
});

test('lists find it by its new name and email, and by its old ones no more', async () => {
  const [old, name, email] = [{ name: String(before.name), email: String(before.email) }, fresh('New'), `${fresh()}@contoso.example`];
  const beside = await makeReseller(api, old);
  await patch({ name, email });
  expect([await found({ name }), await found({ email }), await found({ search: name.slice(0, 10) })]).toEqual(Array(3).fill([reseller]));
  expect([await found({ name: old.name }), await found({ ...old, search: old.name })]).toEqual([[beside], [beside]]);
  await patch({ name: ` ${name.toUpperCase()} ` });
  expect(await found({ name })).toEqual([reseller]);
  await patch({ name: old.name });
  expect(await found({ name: old.name })).toEqual([reseller, beside]);
});

describe('a caller bound to the reseller', () => {
  const bound = (body: Item, query = ''): Promise<Call> =>
    api.bearer({ reseller_id: reseller }).then((as) => patching(body, { as, query }));

  test.each([{ allowedUsers: 11 }, { allowedOrganizations: 19 }, { description: 'Mine', allowedOrganizations: -1 }])(
    'does not change its limits by %p, not even in a dry run',
    async (body) => {
      await refused(api, await bound(body), 'foreign-tenant');
      await refused(api, await bound(body, 'dryRun=true'), 'foreign-tenant');
    },
  );

  test('changes everything else, and may repeat its limits as they are', async () => {
    const { status, body } = await api.send(await bound({ name: 'Mine', description: 'Mine', allowedUsers: 10, allowedOrganizations: 20 }));
    expect([status, body]).toEqual([200, { ...before, name: 'Mine', description: 'Mine', version: 2, updatedAt: body.updatedAt }]);
  });

  test('changes no other reseller, whether it exists or not', async () => {
    const as = await api.bearer({ reseller_id: await makeReseller(api) });
    await refused(api, patching({ description: 'Ours' }, { as }), 'foreign-tenant');
    await refused(api, { method: 'PATCH', path: '/v3/resellers/unknown', body: {}, as }, 'foreign-tenant');
  });
});

test('an unknown reseller is not found', async () => {
  await refused(api, { method: 'PATCH', path: '/v3/resellers/unknown', body: { name: 'x' } }, 'reseller-not-found');
});

test('a dry run says what the change would do, limits that it reaches included, and does nothing', async () => {
  await create();
  const call = patching({ name: 'New', allowedOrganizations: 1 });
  const stored = await api.items();
  const { status, body } = await api.send({ ...call, query: 'dryRun=true' });
  expect([status, await api.items()]).toEqual([200, stored]);
  let real: Item = {};
  const told = await eventNamesBy(api, async () => {
    real = (await api.send(call)).body;
  });
  const updatedAt = expect.any(String);
  expect(body).toMatchObject({ dryRun: true, status: 200, body: { ...real, updatedAt }, limits: [] });
  expect((body.events as Item[]).map(({ event, changed }) => [event, changed])).toEqual(told);
  expect(told.map(([event]) => event)).toEqual(['reseller.updated', ...LIMIT_EVENTS]);
});

test('PATCHes among creates lose no count and no change, and each is a version and an event', async () => {
  const limits = [30, -1, 25, 3, 15, 60];
  const changes = [...limits.map((allowedOrganizations) => ({ allowedOrganizations })), { description: null }, { name: fresh() }];
  let answers: readonly Answer[] = [];
  const events = await eventsBy(api, async () => {
    answers = await Promise.all([...Array.from({ length: 40 }, create), ...changes.map((change) => patch(change))]);
  });
  const unexpected = answers.filter(({ status, body }) => ![200, 201].includes(status) && !REFUSALS.includes(String(body.code)));
  expect(unexpected).toEqual([]);
  const made = answers.filter(({ status }) => status === 201).length;
  const stored = await api.table.table.get(resellerKey(reseller));
  expect(stored).toMatchObject({ organizationCount: made, ...thresholdsOf(Number(stored?.allowedOrganizations)) });
  const ofKind = (name: string): readonly StoredEvent[] => events.filter(({ payload }) => payload.event === name);
  const versions = ofKind('reseller.updated').map(({ metadata }) => metadata.version);
  const done = answers.slice(40).filter(({ status }) => status === 200).length;
  expect(new Set(versions)).toEqual(new Set(Array.from({ length: done }, (_, at) => at + 2)));
  expect([await get(), ofKind('reseller.organization.created').length]).toMatchObject([{ version: done + 1 }, made]);
}, 20_000);

/** How a create, or a change, may end that meets too many others; anything else is a defect. */
const REFUSALS = ['limit-reached', 'contention'];
