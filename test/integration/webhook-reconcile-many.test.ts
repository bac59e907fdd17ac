import type { EventBridge } from '@tenantry/cdk-local/eventbridge/event-bridge';
import type { DynamoDBRecord } from 'aws-lambda';
import { v7 } from 'uuid';
import { followStream, type ManyDeps, sweep } from '../../functions/webhooks/reconcile-many.ts';
import { renewalStore } from '../../functions/webhooks/rule-renewal.ts';
import { startTable, type TestTable } from '../../testing/table.ts';
import { type Around, bridgeOf, depsOf, inTable, isPending, requests } from './reconciler-scene.ts';

let table: TestTable;
let bridge: EventBridge;
beforeEach(async () => {
  table = await startTable();
  bridge = bridgeOf();
});
afterEach(async () => {
  await bridge.stop();
  await table.stop();
});

const create = async (count: number): Promise<readonly string[]> => {
  const ids = Array.from({ length: count }, () => v7());
  for (const id of ids) await requests(table.table).create(id);
  return ids;
};

const lines: unknown[][] = [];
const note = (...line: unknown[]) => void lines.push(line);
beforeEach(() => lines.splice(0));

const manyDeps = (around?: Around, later = 0): ManyDeps => ({
  ...depsOf({ table: table.table, bridge, ...(around && { around }) }, later),
  quota: 10,
  renewal: renewalStore(table.table),
  log: { info: note, warn: note, error: note },
});

const record = (id: string, SequenceNumber: string): DynamoDBRecord => ({
  dynamodb: { SequenceNumber, Keys: { pk: { S: 'WEBHOOKS-PENDING' }, sk: { S: id } } },
});

const statuses = async (ids: readonly string[]) =>
  (await Promise.all(ids.map((id) => inTable(table.table, id)))).map(({ webhook }) => webhook?.status);

test('a batch of the stream is followed, each endpoint once, and no more than a few at a time', async () => {
  const ids = await create(9);
  let [running, most] = [0, 0];
  const deps = manyDeps();
  const newHolder = () => {
    running += 1;
    most = Math.max(most, running);
    return deps.newHolder();
  };
  const info = (message: string, facts: Readonly<Record<string, unknown>>) => {
    running -= message === 'reconciled' ? 1 : 0;
    note(message, facts);
  };
  const records = ids.flatMap((id, index) => [record(id, `${index}`), record(id, `${index}-again`)]);
  expect(await followStream(records, { ...deps, newHolder, log: { ...deps.log, info } })).toEqual({ batchItemFailures: [] });
  expect(await statuses(ids)).toEqual(Array(9).fill('healthy'));
  expect(lines.filter(([message]) => message === 'reconciled')).toHaveLength(9);
  expect(most).toBe(4);
});

test('an endpoint that meets a defect is reported by all its records, and the others are followed', async () => {
  const [broken = '', ...others] = await create(3);
  const deps = manyDeps();
  const task: typeof deps.store.task = (lease) => (lease.id === broken ? Promise.reject(new Error('a defect')) : deps.store.task(lease));
  const records = [record(broken, '1'), ...others.map((id, index) => record(id, `${index + 2}`)), record(broken, '9')];
  const { batchItemFailures } = await followStream(records, { ...deps, store: { ...deps.store, task } });
  expect(batchItemFailures).toEqual([{ itemIdentifier: '1' }, { itemIdentifier: '9' }]);
  expect(await statuses(others)).toEqual(['healthy', 'healthy']);
  expect(lines).toContainEqual(['reconciling failed', { webhookId: broken, cause: expect.any(Error) }]);
  // It is given back, so that it is tried again soon and keeps nobody waiting.
  expect(await followStream([record(broken, '9')], manyDeps(undefined, 120_000))).toEqual({ batchItemFailures: [] });
  expect(await statuses([broken])).toEqual(['healthy']);
});

test('a sweep takes what is due, those first that have waited longest, and measures how much of the quota is used', async () => {
  const ids = await create(3);
  const { store } = manyDeps();
  const later = new Date(Date.now() + 300_000).toISOString();
  const [first = '', second = '', third = ''] = ids;
  for (const id of [first, third]) {
    const at = new Date().toISOString();
    const lease = { id, holder: 'before', now: at, due: at, ends: at };
    await store.claim(lease);
    await store.release(lease, id === first ? later : '2020-01-01T00:00:00.000Z');
  }
  expect(await store.due(new Date().toISOString(), 10)).toEqual([third, second]);
  expect(await store.due(new Date().toISOString(), 1)).toEqual([third]);
  await sweep(manyDeps());
  expect(await Promise.all(ids.map((id) => isPending(table, id)))).toEqual([true, false, false]);
  expect(lines).toContainEqual(['quota', { endpoints: 3, quota: 10, percent: 30 }]);
});

test('a sweep begins nothing that it might not end', async () => {
  const ids = await create(6);
  let late = 0;
  const deps = manyDeps((_, call) => {
    late += 10_000;
    return call();
  });
  await sweep({ ...deps, clock: () => Date.now() + late });
  const left = await Promise.all(ids.map((id) => isPending(table, id)));
  expect(left.filter(Boolean).length).toBeGreaterThan(0);
});
