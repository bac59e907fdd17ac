import { isObject } from '../../functions/shared/contract/json.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Answer, type Api, type Call, startApi } from './api.ts';
import { at, countOf, makeOrganization } from './organization-samples.ts';
import { refused, violationsOf } from './refusals.ts';
import { fresh, makeReseller, newOrganization } from './samples.ts';
import { eventNamesBy } from './stored.ts';

let api: Api;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const batching = (resellerId: string, organizations: unknown, call: Partial<Call> = {}): Call => ({
  ...{ method: 'POST', path: `${at(resellerId)}:batch`, body: { organizations } },
  ...call,
});
const resultsOf = ({ status, body }: Answer): readonly Item[] => {
  expect(status).toBe(207);
  return body.results as readonly Item[];
};
const batch = async (...request: Parameters<typeof batching>) => resultsOf(await api.send(batching(...request)));

const many = (count: number, fields: Item = {}): readonly Item[] => Array.from({ length: count }, () => newOrganization(fields));

/** What single creates answer to the same rows, in the form of a batch. */
const oneByOne = async (resellerId: string, rows: readonly unknown[]): Promise<readonly Item[]> => {
  const results: Item[] = [];
  for (const row of rows) {
    const { idempotencyKey, ...body } = isObject(row) ? row : {};
    const headers = idempotencyKey === undefined ? {} : { 'idempotency-key': String(idempotencyKey) };
    const answer = await api.post(at(resellerId), JSON.stringify(isObject(row) ? body : row), { headers });
    const { location, 'idempotency-replayed': replayed } = answer.headers;
    results.push({
      status: answer.status,
      ...(location !== undefined && { location }),
      ...(replayed !== undefined && { replayed: true }),
      body: answer.body,
    });
  }
  return results;
};

// What is drawn, read off the clock or names the reseller differs from one to the other.
const DRAWN = new Set(['id', 'createdAt', 'updatedAt']);
const settled = (results: readonly Item[], resellerId: string): unknown =>
  JSON.parse(
    JSON.stringify(results, (name, part: unknown) => {
      if (DRAWN.has(name)) return typeof part;
      return typeof part === 'string' ? part.replaceAll(resellerId, 'reseller').replace(/[0-9a-f-]{36}$/, 'id') : part;
    }),
  );

const ROWS: readonly unknown[] = [
  newOrganization({ name: 'Acme', externalId: 'a' }),
  newOrganization({ name: 'Full', description: 'd', address: { city: 'Leith' }, externalId: 'f', metadata: { k: 'v' }, resellerId: '' }),
  newOrganization({ name: ' ACME ' }),
  newOrganization({ name: 'Other', externalId: 'a' }),
  newOrganization({ name: 'Users', allowedUsers: 11 }),
  newOrganization({ name: 'Users', allowedUsers: -1 }),
  newOrganization({ resellerId: 'another' }),
  newOrganization({ name: ' ', email: 'it', allowedUsers: 1.5, address: { planet: 'x' }, metadata: { k: 1 }, colour: 'red' }),
  newOrganization({ metadata: Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, '€'.repeat(300)])) }),
  newOrganization({ id: 'x', version: 7 }),
  ...[{}, null, [], [newOrganization()], 'text', 7, true],
  newOrganization({ name: 'Keyed', idempotencyKey: 'row-1' }),
  newOrganization({ name: 'Third' }),
  newOrganization({ name: 'Over the limit' }),
  newOrganization({ name: 'Acme' }),
];

test('each row has the very status and body that a single create would give, one after another', async () => {
  const [together, apart] = await Promise.all([1, 2].map(() => makeReseller(api, { allowedOrganizations: 4, allowedUsers: 10 })));
  const results = await batch(together ?? '', ROWS);
  const keyless = ROWS.map((row) =>
    isObject(row) ? { ...row, ...(row.idempotencyKey !== undefined && { idempotencyKey: fresh() }) } : row,
  );
  expect(settled(results, together ?? '')).toEqual(settled(await oneByOne(apart ?? '', keyless), apart ?? ''));
  const outcomes = results.map(({ status, body }) => (body as Item).code ?? status);
  expect(outcomes).toEqual([
    ...[201, 201, 'name-taken', 'external-id-taken', 'limit-reached', 'limit-reached'],
    ...Array(11).fill('invalid-request'),
    ...[201, 201, 'limit-reached', 'limit-reached'],
  ]);
  expect(await countOf(api, together ?? '')).toBe(4);
});

test('rows of a reseller that is not there are not found, each for itself', async () => {
  expect(settled(await batch('unknown', [...ROWS.slice(0, 2), null]), 'unknown')).toEqual(
    settled(await oneByOne('unknown', [...ROWS.slice(0, 2), null]), 'unknown'),
  );
  expect((await batch('unknown', many(1)))[0]).toMatchObject({ status: 404, body: { code: 'reseller-not-found' } });
});

test('what a row made can be read at its location, and is told like any new organization', async () => {
  const reseller = await makeReseller(api);
  let results: readonly Item[] = [];
  const told = await eventNamesBy(api, async () => {
    results = await batch(reseller, many(3));
  });
  expect(told).toEqual(Array(3).fill(['reseller.organization.created', []]));
  for (const { location, body } of results) expect((await api.get(String(location))).body).toEqual(body);
});

test('1 to 100 rows are taken, in their order', async () => {
  const reseller = await makeReseller(api);
  expect((await batch(reseller, many(1))).map(({ status }) => status)).toEqual([201]);
  const rows = many(100);
  const results = await batch(reseller, rows);
  expect(results.map(({ body }) => (body as Item).name)).toEqual(rows.map(({ name }) => name));
  const { items } = await api.get(at(reseller), { query: 'limit=100' });
  expect(items.slice(1)).toEqual(results.slice(0, 99).map(({ body }) => body));
  expect(await countOf(api, reseller)).toBe(101);
}, 20_000);

test.each<[string, () => unknown, readonly string[]]>([
  ['no row', () => ({ organizations: [] }), ['body /organizations empty']],
  ['101 rows', () => ({ organizations: many(101) }), ['body /organizations too-many']],
  ['an object of rows', () => ({ organizations: { 0: newOrganization() } }), ['body /organizations wrong-type']],
  ['the bare rows', () => many(2), ['body  wrong-type']],
  ['no rows at all', () => ({}), ['body /organizations required']],
  ['something else beside them', () => ({ organizations: many(1), resellerId: 'x' }), ['body /resellerId unknown-property']],
  ['no body', () => undefined, ['body  required']],
])('%s is refused as a whole, and nothing is made', async (_, body, violations) => {
  const reseller = await makeReseller(api);
  expect(await violationsOf(api, batching(reseller, [], { body: body() }))).toEqual(violations);
});

test('a body over 256 KiB is refused as a whole', async () => {
  const rows = many(100, {
    description: '€'.repeat(256),
    address: { addressLine1: '€'.repeat(256), addressLine2: '€'.repeat(256), city: '€'.repeat(256) },
  });
  await refused(api, batching(await makeReseller(api), rows), 'body-too-large');
});

test('the batch needs the permission to create, for this reseller', async () => {
  const [own, other] = [await makeReseller(api), await makeReseller(api)];
  const as = await api.bearer({ reseller_id: own, permissions: ['reseller:organization:create'] });
  expect(await batch(own, many(1), { as })).toMatchObject([{ status: 201 }]);
  await refused(api, batching(other, many(1), { as }), 'foreign-tenant');
  const updater = await api.bearer({ permissions: ['reseller:organization:update'] });
  await refused(api, batching(own, many(1), { as: updater }), 'permission-missing');
});

test.each(['organizations:unknown', 'organizations:restore', 'organizations:', 'others:batch', ':batch', 'batch'])(
  'POST of /%s below a reseller is no route',
  async (segment) => {
    await refused(api, { method: 'POST', path: `/v3/resellers/${await makeReseller(api)}/${segment}`, body: {} }, 'route-not-found');
  },
);

test('two batches at once fill the places there are, and no more', async () => {
  const reseller = await makeReseller(api, { allowedOrganizations: 7 });
  await makeOrganization(api, reseller);
  const results = (await Promise.all([batch(reseller, many(6)), batch(reseller, many(6))])).flat();
  expect(results.filter(({ status }) => status === 201)).toHaveLength(6);
  expect(results.filter(({ body }) => (body as Item).code === 'limit-reached')).toHaveLength(6);
  expect(await countOf(api, reseller)).toBe(7);
});

test('what names a row twice refuses the whole body', async () => {
  const body = '{"organizations":[{"name":"a","name":"b","email":"it@example.com","allowedUsers":1}]}';
  expect(await violationsOf(api, batching(await makeReseller(api), [], { body }))).toEqual([
    'body /organizations/0/name duplicate-property',
  ]);
});
