import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Api, type Call, startApi } from './api.ts';
import { at, countOf, deleteOrganization } from './organization-samples.ts';
import { fresh, makeReseller, newOrganization } from './samples.ts';
import { eventsBy, itemsAddedBy } from './stored.ts';

let api: Api;
let reseller: string;
let key: string;

beforeAll(async () => {
  api = await startApi({ BATCHES_AT_ONCE: '5' });
});
beforeEach(async () => {
  reseller = await makeReseller(api);
  key = fresh('key');
});
afterAll(() => api.stop());

type Result = Item & { readonly body: Item };

const batch = async (rows: readonly unknown[], call: Partial<Call> = {}): Promise<readonly Result[]> => {
  const { status, body } = await api.send({ method: 'POST', path: `${at(reseller)}:batch`, body: { organizations: rows }, ...call });
  expect(status).toBe(207);
  return body.results as readonly Result[];
};
const single = (body: unknown, idempotencyKey = key) => api.post(at(reseller), body, { headers: { 'idempotency-key': idempotencyKey } });
const outcomesOf = (results: readonly Result[]) =>
  results.map(({ status, replayed, body }) => body.code ?? (replayed ? 'replayed' : status));

test.each([
  ['a list', '['.repeat(20_000) + ']'.repeat(20_000)],
  ['an object', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
])('a row that is nested too deep is refused by itself, also under a key: %s', async (_, deep) => {
  for (const headers of [{}, { 'idempotency-key': key }]) {
    const body = JSON.stringify({ organizations: ['DEEP', newOrganization(), newOrganization({ metadata: 'DEEP' })] }).replaceAll(
      '"DEEP"',
      deep,
    );
    const { status, body: answer } = await api.send({ method: 'POST', path: `${at(reseller)}:batch`, body, headers });
    expect([status, outcomesOf(answer.results as readonly Result[])]).toEqual([207, ['invalid-request', 201, 'invalid-request']]);
  }
});

test('rows with keys are done once: a repeat gets the same answers marked as replayed, and writes nothing', async () => {
  const rows = [1, 2].map((row) => newOrganization({ idempotencyKey: `${key}-${row}` }));
  const first = await batch(rows);
  const added = await itemsAddedBy(api, async () => {
    expect(await batch(rows)).toEqual(first.map((result) => ({ ...result, replayed: true })));
  });
  expect(outcomesOf(first)).toEqual([201, 201]);
  expect(added).toEqual({});
});

test('only what was not done is done by a repeat, in any order and among others', async () => {
  const [one, two, three] = [1, 2, 3].map((row) => newOrganization({ idempotencyKey: `${key}-${row}` }));
  const [done] = await batch([one]);
  const results = await batch([three, one, newOrganization(), two]);
  expect(outcomesOf(results)).toEqual([201, 'replayed', 201, 201]);
  expect(results[1]).toEqual({ ...done, replayed: true });
  expect(await countOf(api, reseller)).toBe(4);
});

test('a row repeats a single create with its key, and a single create repeats a row', async () => {
  const [one, two] = [newOrganization({ externalId: key }), newOrganization({ resellerId: reseller })];
  const made = await single(one, `${key}-1`);
  expect(await batch([{ ...one, idempotencyKey: `${key}-1` }])).toEqual([
    { status: 201, location: made.headers.location, replayed: true, body: made.body },
  ]);
  const [row] = await batch([{ idempotencyKey: `${key}-2`, ...two }]);
  const again = await single(two, `${key}-2`);
  expect(again).toMatchObject({ status: 201, headers: { 'idempotency-replayed': 'true', location: row?.location, etag: '"1"' } });
  expect(again.body).toEqual(row?.body);
});

test('a key used for another body is refused in its row, whoever used it', async () => {
  await single(newOrganization());
  const [row, other] = await batch([newOrganization({ idempotencyKey: key }), newOrganization()]);
  expect(row).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
  expect(other).toMatchObject({ status: 201 });
  expect((await single(newOrganization())).body.code).toBe('idempotency-key-reused');
});

test('a key that two rows share is the first one’s', async () => {
  const row = newOrganization({ idempotencyKey: key });
  expect(outcomesOf(await batch([row, row, { ...row, name: fresh() }]))).toEqual([201, 'replayed', 'idempotency-key-reused']);
  expect(await countOf(api, reseller)).toBe(1);
});

test('rows without a key take the request’s with their position', async () => {
  const rows = [newOrganization(), newOrganization({ idempotencyKey: key }), newOrganization()];
  const headers = { 'idempotency-key': fresh('batch') };
  const first = await batch(rows, { headers });
  expect(outcomesOf(first)).toEqual([201, 201, 201]);
  expect(await batch(rows, { headers })).toEqual(first.map((result) => ({ ...result, replayed: true })));
  expect(outcomesOf(await batch([rows[2], rows[1], rows[0]], { headers }))).toEqual([
    'idempotency-key-reused',
    'replayed',
    'idempotency-key-reused',
  ]);
  expect(outcomesOf(await batch(rows))).toEqual(['name-taken', 'replayed', 'name-taken']);
});

test('a position’s key is no key that a caller could give', async () => {
  const row = newOrganization();
  await batch([row], { headers: { 'idempotency-key': key } });
  expect((await single(newOrganization())).status).toBe(201);
  expect(outcomesOf(await batch([{ ...row, idempotencyKey: `${key} 0` }]))).toEqual(['invalid-request']);
});

test('a row that was refused stores no answer: its key is free for a better one', async () => {
  expect(outcomesOf(await batch([newOrganization({ idempotencyKey: key, name: '' })]))).toEqual(['invalid-request']);
  expect(outcomesOf(await batch([newOrganization({ idempotencyKey: key, email: 'it' })]))).toEqual(['invalid-request']);
  expect(outcomesOf(await batch([newOrganization({ idempotencyKey: key })]))).toEqual([201]);
});

test('a replay outlasts what it made, and the reseller’s last place', async () => {
  const row = newOrganization({ idempotencyKey: key });
  const [first] = await batch([row]);
  await api.patch(`/v3/resellers/${reseller}`, { allowedOrganizations: 0 });
  expect(outcomesOf(await batch([row, newOrganization()]))).toEqual(['replayed', 'limit-reached']);
  await deleteOrganization(api, reseller, first?.body.id);
  expect(outcomesOf(await batch([row]))).toEqual(['replayed']);
});

test('a key belongs to its caller', async () => {
  const row = newOrganization({ idempotencyKey: key });
  await batch([row]);
  const as = await api.bearer({ sub: 'someone else' });
  expect(outcomesOf(await batch([row], { as }))).toEqual(['name-taken']);
});

test('one batch sent five times at once makes each of its organizations once', async () => {
  const rows = [1, 2, 3].map((row) => newOrganization({ idempotencyKey: `${key}-${row}` }));
  const batches = await Promise.all(Array.from({ length: 5 }, () => batch(rows)));
  for (const [index] of rows.entries()) {
    const ids = new Set(batches.map((results) => results[index]?.body.id));
    expect(ids.size).toBe(1);
    expect(batches.filter((results) => results[index]?.replayed === undefined)).toHaveLength(1);
  }
  expect(await countOf(api, reseller)).toBe(3);
}, 20_000);

test.each<[unknown, readonly string[]]>([
  ['', ['too-short']],
  ['x'.repeat(256), ['too-long']],
  ['a b', ['invalid-characters']],
  [7, ['wrong-type']],
  [false, ['wrong-type']],
])('the key %p of a row is refused in its place, with what else is wrong', async (idempotencyKey, codes) => {
  const [row] = await batch([newOrganization({ idempotencyKey, email: 'it' })]);
  const expected = [
    ...codes.map((code) => ({ in: 'body', pointer: '/idempotencyKey', code })),
    { in: 'body', pointer: '/email', code: 'invalid-email' },
  ];
  expect(row?.body.errors).toHaveLength(expected.length);
  expect(row?.body.errors).toEqual(expect.arrayContaining(expected.map((error) => expect.objectContaining(error))));
});

test('the event of a row names its key', async () => {
  const events = await eventsBy(api, () => batch([newOrganization({ idempotencyKey: key }), newOrganization()]));
  expect(events.map(({ metadata }) => metadata.idempotencyKey)).toEqual([key, undefined]);
});
