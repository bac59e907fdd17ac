import { DeadlineExceeded, untilDeadline, withDeadline } from '../../functions/shared/base/deadline.ts';
import { followStream, type ManyDeps, sweep } from '../../functions/webhooks/reconcile-many.ts';
import { type Outcome, reconcile } from '../../functions/webhooks/reconciler.ts';
import { renewalStore } from '../../functions/webhooks/rule-renewal.ts';
import { startTable, type TestTable } from '../../testing/table.ts';
import { contextFor } from './api.ts';
import { endpointOn } from './reconciler-endpoint.ts';
import { type Around, depsOf } from './reconciler-scene.ts';

let table: TestTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

const scene = endpointOn(() => table);

/** As a call of EventBridge ends that never answers: with the time of the function. */
const hanging =
  (action: string): Around =>
  (name, call) =>
    name === action ? untilDeadline(new Promise<never>(() => undefined)) : call();

const within = <T>(ms: number, work: () => Promise<T>): Promise<T> => withDeadline(work)(undefined, contextFor(ms));

// What is kept for the answer, and to give a lease back in.
const KEPT_MS = 3400;

test('an EventBridge that never answers ends a run in time, which gives its lease back: the next one goes on', async () => {
  const { id, bridge, run, stored } = await scene();
  const deps = depsOf({ table: table.table, bridge, around: hanging('CreateApiDestination') });
  const began = performance.now();
  const outcome: Outcome = await within(KEPT_MS + 500, () => reconcile(id, deps));
  expect(performance.now() - began).toBeLessThan(1500);
  expect(outcome).toBe('postponed');
  expect(await stored()).toMatchObject({ webhook: { status: 'pending' }, pending: true });
  // Long before the lease would have run out.
  expect(await run(15_000)).toBe('settled');
});

test('a pause that is too long for the time ends a run as well', async () => {
  const { id, bridge, run } = await scene();
  const deps = { ...depsOf({ table: table.table, bridge }), sleep: () => Promise.reject(new DeadlineExceeded()) };
  const waiting: Around = async (name, call) => {
    const answer = await call();
    return name === 'DescribeConnection' && answer ? { ...answer, ConnectionState: 'AUTHORIZING' } : answer;
  };
  const { plane } = depsOf({ table: table.table, bridge, around: waiting });
  await expect(within(KEPT_MS + 2000, () => reconcile(id, { ...deps, plane }))).rejects.toThrow(DeadlineExceeded);
  expect(await run(15_000)).toBe('settled');
});

test('no run begins that could not give its lease back, and what is not begun waits for the next sweep', async () => {
  const { id, bridge, run, stored } = await scene();
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const deps: ManyDeps = { ...depsOf({ table: table.table, bridge }), renewal: renewalStore(table.table), quota: 10, log };
  const record = { dynamodb: { SequenceNumber: '1', Keys: { sk: { S: id } } } };
  expect(await within(5000, () => followStream([record], deps))).toEqual({ batchItemFailures: [] });
  await within(5000, () => sweep(deps));
  expect(await stored()).toMatchObject({ webhook: { status: 'pending' }, pending: true });
  expect(await run()).toBe('settled');
});
