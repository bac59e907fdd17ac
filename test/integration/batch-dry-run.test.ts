import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Answer, type Api, type Call, startApi } from './api.ts';
import { at, makeOrganization } from './organization-samples.ts';
import { violationsOf } from './refusals.ts';
import { fresh, makeReseller, newOrganization } from './samples.ts';
import { eventsBy } from './stored.ts';

let api: Api;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const batching = (resellerId: string, organizations: readonly unknown[], call: Partial<Call> = {}): Call => ({
  ...{ method: 'POST', path: `${at(resellerId)}:batch`, body: { organizations } },
  ...call,
});
const dryRun = async (...[resellerId, rows, call]: Parameters<typeof batching>): Promise<Item> => {
  const answer = await api.send({ ...batching(resellerId, rows, call), query: 'dryRun=true' });
  expect(answer).toMatchObject({ status: 200, body: { dryRun: true, status: 207 } });
  return answer.body;
};
const resultsOf = (body: unknown) => (body as { readonly results: readonly (Item & { readonly body: Item })[] }).results;

// What is drawn or read off the clock differs from one run to the next.
const DRAWN = new Set(['id', 'createdAt', 'updatedAt', 'location']);
const settled = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (name, part: unknown) => (DRAWN.has(name) ? typeof part : part)));

const row = fc.record(
  {
    name: fc.constantFrom(
      'Acme',
      'ACME',
      ' acme',
      'Straße',
      'STRASSE',
      'A\u030angstrom',
      'Ångstrom',
      'Beta',
      'b e',
      'b\u00a0 E',
      'Gamma',
      ' ',
      7,
    ),
    email: fc.constantFrom('it@example.com', 'it@example.com', 'it@example.com', 'it'),
    allowedUsers: fc.constantFrom(5, 5, 5, 10, 11, -1, -2),
    externalId: fc.constantFrom('a', 'A', 'b', 'c', 'a b'),
    idempotencyKey: fc.constantFrom('key-1', 'key-2', 'key-3', 'no key', 7),
    metadata: fc.constantFrom({}, { k: 'v' }),
  },
  { requiredKeys: ['name', 'email', 'allowedUsers'] },
);
const rows = fc.array(fc.oneof({ weight: 12, arbitrary: row }, { weight: 1, arbitrary: fc.constantFrom(null, [], 'row', {}) }), {
  minLength: 1,
  maxLength: 9,
});
const headers = fc.constantFrom({}, { 'idempotency-key': 'batch-1' });

const earlier = fc.record({ rows, headers });
const none: { readonly rows: readonly unknown[]; readonly headers: object } = { rows: [], headers: {} };

/** A batch among whose rows are such as an earlier batch had, and such as it has twice. */
const scenario = fc
  .record({
    limits: fc.record({ allowedOrganizations: fc.integer({ min: -1, max: 6 }), allowedUsers: fc.constantFrom(-1, 10) }),
    earlier: fc.oneof(earlier, fc.constant(none)),
    lowered: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
    kept: fc.nat(4),
    fresh: rows,
    twice: fc.nat(3),
    headers,
  })
  .map(({ kept, fresh: others, twice, ...rest }) => {
    const asked = [...rest.earlier.rows.slice(0, kept), ...others];
    return { ...rest, rows: [...asked, ...asked.slice(0, twice)] };
  });

const deleteAll = async (): Promise<void> => {
  const deletes = (await api.items()).map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }));
  for (let from = 0; from < deletes.length; from += 25) {
    await api.table.client.send(new BatchWriteCommand({ RequestItems: { [api.table.name]: deletes.slice(from, from + 25) } }));
  }
};

test('whatever the batch and whatever is there, a dry run says of each row what the real run then does, tells the same events, and writes nothing', async () => {
  const seen = new Set<unknown>();
  await fc.assert(
    fc.asyncProperty(scenario, async ({ limits, earlier: before, lowered, rows: asked, headers: given }) => {
      await deleteAll();
      const reseller = await makeReseller(api, limits);
      if (before.rows.length > 0) await api.send(batching(reseller, before.rows, { headers: { ...before.headers } }));
      if (lowered !== undefined) await api.patch(`/v3/resellers/${reseller}`, { allowedOrganizations: lowered });

      const stored = await api.items();
      const dry = await dryRun(reseller, asked, { headers: given });
      expect(await api.items()).toEqual(stored);

      let real: Answer | undefined;
      const events = await eventsBy(api, async () => {
        real = await api.send(batching(reseller, asked, { headers: given }));
      });
      const results = resultsOf(real?.body);
      expect(settled(resultsOf(dry.body))).toEqual(settled(results));
      expect(settled((dry.events as readonly Item[]).map(({ event, data }) => ({ event, data })))).toEqual(
        settled(events.map(({ payload: { event, data } }) => ({ event, data }))),
      );
      const made = results.filter(({ status, replayed }) => status === 201 && !replayed).length;
      expect(dry.limits).toMatchObject([{ limitName: 'allowedOrganizations', by: made }]);
      for (const { status, replayed, body } of results) seen.add(body.code ?? (replayed ? 'replayed' : status));
      for (const { payload } of events) seen.add(payload.event);
    }),
    { numRuns: 100, seed: 20261122 },
  );
  // What was drawn met all there is to meet.
  expect(seen).toEqual(
    new Set([
      ...[201, 'replayed', 'invalid-request', 'name-taken', 'external-id-taken', 'limit-reached', 'idempotency-key-reused'],
      ...['reseller.organization.created', 'reseller.limit.approaching', 'reseller.limit.reached'],
    ]),
  );
}, 120_000);

test('a dry run of a reseller that is not there finds it so in each row', async () => {
  const { body, events, limits } = await dryRun('unknown', [newOrganization(), null]);
  expect(resultsOf(body).map(({ body: { code } }) => code)).toEqual(['reseller-not-found', 'invalid-request']);
  expect({ events, limits }).toEqual({ events: [], limits: [] });
});

test('a dry run says which rows the limit would refuse, and how much of it would be used', async () => {
  const reseller = await makeReseller(api, { allowedOrganizations: 3 });
  await makeOrganization(api, reseller);
  const { body, events, limits } = await dryRun(
    reseller,
    Array.from({ length: 4 }, () => newOrganization()),
  );
  expect(resultsOf(body).map(({ status, body: { code, count } }) => [status, code, count])).toEqual([
    [201, undefined, undefined],
    [201, undefined, undefined],
    [409, 'limit-reached', 3],
    [409, 'limit-reached', 3],
  ]);
  expect(limits).toEqual([{ limitName: 'allowedOrganizations', by: 2, limit: 3, count: 3 }]);
  expect((events as readonly Item[]).map(({ event }) => event)).toEqual([
    'reseller.organization.created',
    'reseller.organization.created',
    'reseller.limit.approaching',
    'reseller.limit.reached',
  ]);
});

test('a dry run of 100 rows that could meet 300 items is as true', async () => {
  const reseller = await makeReseller(api);
  const taken = await makeOrganization(api, reseller, { externalId: fresh() });
  const many = Array.from({ length: 99 }, () => newOrganization({ externalId: fresh(), idempotencyKey: fresh() }));
  const asked = [...many, newOrganization({ externalId: taken.externalId, idempotencyKey: fresh() })];
  const { body } = await dryRun(reseller, asked);
  const real = await api.send(batching(reseller, asked));
  expect(settled(resultsOf(body))).toEqual(settled(resultsOf(real.body)));
  expect(resultsOf(body).at(-1)).toMatchObject({ body: { code: 'external-id-taken' } });
  expect(settled(resultsOf((await dryRun(reseller, asked)).body))).toEqual(
    settled(resultsOf((await api.send(batching(reseller, asked))).body)),
  );
}, 20_000);

test('a dry run uses no key up, and is refused as a whole where the batch would be', async () => {
  const reseller = await makeReseller(api);
  const asked = [newOrganization({ idempotencyKey: fresh() }), newOrganization()];
  const given = { headers: { 'idempotency-key': fresh() } };
  await dryRun(reseller, asked, given);
  const { body } = await api.send(batching(reseller, asked, given));
  expect(resultsOf(body).map(({ status, replayed }) => [status, replayed])).toEqual([
    [201, undefined],
    [201, undefined],
  ]);
  expect(await violationsOf(api, { ...batching(reseller, []), query: 'dryRun=true' })).toEqual(['body /organizations empty']);
});
