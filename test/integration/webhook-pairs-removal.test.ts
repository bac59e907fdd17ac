import { ControlPlaneError } from '../../functions/webhooks/control-plane.ts';
import { reconcile } from '../../functions/webhooks/reconciler.ts';
import { startTable, type TestTable } from '../../testing/table.ts';
import { ADDRESSES, HOUR, pairsOn } from './pairs-scene.ts';
import { refusing } from './reconciler-endpoint.ts';
import { type Around, dangling, depsOf } from './reconciler-scene.ts';

let table: TestTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

const scene = pairsOn(() => table);

test('a pair of before is kept as it was for as long as anything may be in flight by it, and then removed', async () => {
  const { run, move, pair, pairs, stored, isWaiting } = await scene();
  await run();
  await move(ADDRESSES[0]);
  expect(await run()).toBe('settled');
  expect([pair(0), pair(1)]).toEqual([
    ['token 1', 'https://crm.example.com/hook'],
    ['token 2', ADDRESSES[0]],
  ]);
  expect(await run(24.9 * HOUR)).toBe('left');
  expect(pairs()).toEqual([0, 1]);
  expect(await run(25.1 * HOUR)).toBe('settled');
  expect(pairs()).toEqual([1]);
  expect([await stored(), await isWaiting()]).toMatchObject([{ webhook: { status: 'healthy' } }, false]);
});

test('the time begins when the rule leads elsewhere, and the settling time of the rule is added to it', async () => {
  const { id, parts, run, move, pairs } = await scene();
  await run();
  await move(ADDRESSES[0]);
  const refused = refusing(new ControlPlaneError('PutTargets', 'InternalException', true), 'PutTargets');
  await run(0, refused);
  const settleMs = 60_000;
  const runAt = (later: number) => reconcile(id, depsOf({ ...parts, settleMs }, later));
  expect(await runAt(3 * HOUR)).toBe('settling');
  expect(await runAt(3 * HOUR + settleMs)).toBe('settled');
  expect(await runAt(28 * HOUR)).toBe('left');
  expect(await runAt(28 * HOUR + settleMs)).toBe('settled');
  expect(pairs()).toEqual([1]);
});

test('for the removal EventBridge is asked for nothing else, and a run that dies in it leaves the rest to the next', async () => {
  for (let [last, died] = [1, true]; died; last += 1) {
    const { run, move, pairs, bridge, stored } = await scene();
    await run();
    await move(ADDRESSES[0]);
    await run();
    const calls: string[] = [];
    const around: Around = async (name, call) => {
      if (calls.length >= last) throw new Error('killed');
      calls.push(name);
      return call();
    };
    died = await run(26 * HOUR, around).then(
      () => false,
      () => true,
    );
    expect(calls.filter((name) => /Rule|Target|Create|Update/.test(name))).toEqual([]);
    await run(27 * HOUR);
    expect([pairs(), dangling(bridge), (await stored()).webhook?.status]).toEqual([[1], [], 'healthy']);
  }
}, 20_000);

test('a removal that is refused leaves the endpoint well, and is retried', async () => {
  const { run, move, pairs, stored, nextTry } = await scene();
  await run();
  await move(ADDRESSES[0]);
  await run();
  expect(await run(26 * HOUR, refusing(Object.assign(new Error(), { name: 'AccessDeniedException' }), 'DeleteConnection'))).toBe('settled');
  expect([pairs(), (await stored()).webhook?.status]).toEqual([[0, 1], 'healthy']);
  expect(await nextTry()).toBeGreaterThan(26 * HOUR);
  await run(26.2 * HOUR);
  expect(pairs()).toEqual([1]);
});
