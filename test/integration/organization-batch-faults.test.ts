import { newId, now } from '../../functions/shared/runtime.ts';
import { eventRecorder } from '../../functions/shared/table/events.ts';
import { replaceCommit, type Table } from '../../functions/shared/table/table.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import { type Api, startApi } from './api.ts';
import { request } from './organization-operations.ts';
import { countOf } from './organization-samples.ts';
import { faultsOf } from './organization-state.ts';
import { fresh, makeReseller, newOrganization } from './samples.ts';

let api: Api;
let reseller: string;

beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  reseller = await makeReseller(api);
});
afterAll(() => api.stop());

interface Circumstances {
  readonly table?: Table;
  readonly now?: () => string;
}

const batch = async (
  organizations: readonly unknown[],
  { table = api.table.table, now: clock = now }: Circumstances,
): Promise<readonly Item[]> => {
  const [{ batchOrganizations }, { organizationStore }] = await Promise.all([
    import('../../functions/organizations/batch-creation.ts'),
    import('../../functions/organizations/store.ts'),
  ]);
  const deps = { organizations: organizationStore(table), record: eventRecorder({ newId, retentionDays: 400 }), newId, now: clock, table };
  const rows = { organizations: organizations as Record<string, unknown>[] };
  const reply = await batchOrganizations({ ...request, params: { resellerId: reseller }, body: rows }, { ...deps, budget: 20_000 });
  return (JSON.parse(reply.body ?? '') as { readonly results: readonly Item[] }).results;
};

const outcomesOf = (results: readonly Item[]) =>
  results.map(({ status, replayed, body }) => (body as Item).code ?? (replayed ? 'replayed' : status));

const keyed = (count: number): readonly Item[] => {
  const key = fresh('key');
  return Array.from({ length: count }, (_, row) => newOrganization({ idempotencyKey: `${key}-${row}` }));
};

/**
 * The table, whose commits of these numbers do something else. The first is that of all rows, the
 * others those of single ones.
 */
const failing = (numbers: readonly number[], instead: (commit: Commit, number: number) => ReturnType<Commit>): Table => {
  let made = 0;
  return replaceCommit(api.table.table, (writes) => {
    made += 1;
    const commit = () => api.table.table.tryCommit(writes);
    return numbers.includes(made) ? instead(commit, made) : commit();
  });
};

type Commit = () => ReturnType<Table['tryCommit']>;

const defect = async (): Promise<never> => {
  throw new TypeError('secret words of the code');
};

test('a defect in one row is its own 500, opaque, and loses no other', async () => {
  const rows = keyed(4);
  const results = await batch(rows, { table: failing([1, 3, 4], defect) });
  expect(outcomesOf(results)).toEqual([201, 'internal-error', 'internal-error', 201]);
  expect(results[1]).toMatchObject({ status: 500, body: { instance: 'request-1', status: 500 } });
  expect(JSON.stringify(results)).not.toContain('secret');
  expect(outcomesOf(await batch(rows, {}))).toEqual(['replayed', 201, 201, 'replayed']);
  expect(await faultsOf(api, reseller)).toEqual([]);
});

/** What the SDK throws when no answer came. */
const outage = () => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

test('an outage in one row is its own 503, and loses no other', async () => {
  const { openTable } = await import('../../functions/shared/table/table.ts');
  const broken = openTable('t', { send: () => Promise.reject(outage()) } as never);
  const rows = keyed(3);
  const results = await batch(rows, { table: failing([1, 3], (_, number) => (number === 1 ? defect() : broken.tryCommit([]))) });
  expect(outcomesOf(results)).toEqual([201, 'dependency-unavailable', 201]);
  expect(results[1]?.status).toBe(503);
  expect(outcomesOf(await batch(rows, {}))).toEqual(['replayed', 201, 'replayed']);
});

test('an outage while rows are created together is the 503 of each, and they are not tried apart', async () => {
  const { openTable } = await import('../../functions/shared/table/table.ts');
  const broken = openTable('t', { send: () => Promise.reject(outage()) } as never);
  const rows = [...keyed(2), newOrganization({ name: '' }), ...keyed(30)];
  const results = await batch(rows, { table: failing([1], () => broken.tryCommit([])) });
  expect(new Set(outcomesOf(results))).toEqual(new Set(['dependency-unavailable', 'invalid-request', 'contention']));
  expect(await countOf(api, reseller)).toBe(0);
  expect(outcomesOf(await batch(rows, {})).filter((outcome) => outcome === 201)).toHaveLength(32);
});

test('rows are created together, and each for itself when one of them cannot be', async () => {
  let commits = 0;
  const counting = replaceCommit(api.table.table, (writes) => {
    commits += 1;
    return api.table.table.tryCommit(writes);
  });
  const rows = keyed(10);
  expect(new Set(outcomesOf(await batch(rows, { table: counting })))).toEqual(new Set([201]));
  expect(commits).toBe(1);
  const [first] = rows;
  const more = [...keyed(2), newOrganization({ name: first?.name }), ...keyed(2)];
  expect(outcomesOf(await batch(more, { table: counting }))).toEqual([201, 201, 'name-taken', 201, 201]);
  expect(await faultsOf(api, reseller)).toEqual([]);
});

test('a row whose answer was lost on its way is replayed by a repeat, and made once', async () => {
  const rows = keyed(2);
  const lost = failing([1], async (commit) => {
    await commit();
    return defect();
  });
  expect(outcomesOf(await batch(rows, { table: lost }))).toEqual(['replayed', 'replayed']);
  expect(outcomesOf(await batch(rows, {}))).toEqual(['replayed', 'replayed']);
  expect(await countOf(api, reseller)).toBe(2);
});

/** A table at which each commit takes so many seconds, and the clock that shows it. */
const slow = (seconds: number): Required<Circumstances> => {
  let time = Date.parse('2026-11-22T14:15:22.000Z');
  const table = replaceCommit(api.table.table, (writes) => {
    time += seconds * 1000;
    return api.table.table.tryCommit(writes);
  });
  return { table, now: () => new Date(time).toISOString() };
};

test('rows left when the time is used up are 503 and not begun, and a repeat does them', async () => {
  const rows = keyed(70);
  const results = await batch(rows, slow(9));
  const made = results.filter(({ status }) => status === 201).length;
  expect(outcomesOf(results)).toEqual(rows.map((_, index) => (index < made ? 201 : 'contention')));
  expect(results.slice(made).map(({ status }) => status)).toEqual(rows.slice(made).map(() => 503));
  expect([made > 2, made < 70, await countOf(api, reseller)]).toEqual([true, true, made]);
  expect(outcomesOf(await batch(rows, slow(0)))).toEqual(rows.map((_, index) => (index < made ? 'replayed' : 201)));
  expect(await faultsOf(api, reseller)).toEqual([]);
});

test('rows that begin in the last moment are done, and one that breaks rules is told so in any case', async () => {
  const results = await batch([...keyed(30), newOrganization({ name: '' }), ...keyed(1), null], slow(10));
  expect(outcomesOf(results).slice(30)).toEqual(['invalid-request', 201, 'invalid-request']);
  const late = await batch([...keyed(60), newOrganization({ name: '' }), ...keyed(1), null], slow(11));
  expect(outcomesOf(late).slice(59)).toEqual(['contention', 'invalid-request', 'contention', 'invalid-request']);
});
