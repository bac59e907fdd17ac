import { setTimeout as delay } from 'node:timers/promises';
import { reconcile } from '../../functions/webhooks/reconciler.ts';
import { reconcilerStore } from '../../functions/webhooks/reconciler-store.ts';
import { startTable, type TestTable } from '../../testing/table.ts';
import { endpointOn, recording } from './reconciler-endpoint.ts';
import { BUS, bridgeOf, depsOf } from './reconciler-scene.ts';

let table: TestTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

const SETTLE_MS = 60_000;
const scene = async () => {
  const made = await endpointOn(() => table)();
  const runAt = (later: number, calls: string[] = []) =>
    reconcile(made.id, depsOf({ ...made.parts, settleMs: SETTLE_MS, around: recording(calls) }, later));
  return { ...made, runAt };
};

test('an endpoint stays pending until its rule and target have had the time to take effect', async () => {
  const { runAt, stored, there, nextTry } = await scene();
  expect(await runAt(0)).toBe('settling');
  expect(there()).toMatchObject({ rule: { state: 'ENABLED' }, targets: [{ leads: true }] });
  expect(await stored()).toMatchObject({ webhook: { status: 'pending' }, pending: true });
  expect(await nextTry()).toBeGreaterThan(SETTLE_MS - 5000);
  expect(await runAt(SETTLE_MS - 5000)).toBe('left');
  expect(await stored()).toMatchObject({ webhook: { status: 'pending' } });
});

test('it is healthy after the settling time, for which EventBridge is not asked again', async () => {
  const { runAt, stored } = await scene();
  await runAt(0);
  const calls: string[] = [];
  expect(await runAt(SETTLE_MS, calls)).toBe('settled');
  expect(calls.filter((name) => /Rule|Target|Connection|Destination/.test(name))).toEqual([]);
  expect(await stored()).toMatchObject({ webhook: { status: 'healthy' }, pending: false });
});

test('a change while it settles begins the settling time anew', async () => {
  const { id, commands, runAt, stored } = await scene();
  await runAt(0);
  await commands.patch(id, { events: ['reseller.*'] });
  expect(await runAt(30_000)).toBe('settling');
  expect(await runAt(SETTLE_MS + 1000)).toBe('left');
  expect(await stored()).toMatchObject({ webhook: { status: 'pending' } });
  expect(await runAt(SETTLE_MS + 31_000)).toBe('settled');
});

test.each(['patched', 'disabled', 'removed'] as const)(
  'one that is %s while it is read is followed, and not taken for settled',
  async (how) => {
    const { id, commands, parts, runAt, stored } = await scene();
    await runAt(0);
    const calls: string[] = [];
    const deps = depsOf({ ...parts, settleMs: SETTLE_MS, around: recording(calls) }, SETTLE_MS);
    const changes = [
      async () =>
        how === 'removed' ? commands.remove(id) : commands.patch(id, how === 'disabled' ? { enabled: false } : { events: ['reseller.*'] }),
    ];
    // Between the reads of the task and of the endpoint.
    const store = reconcilerStore({
      ...table.table,
      get: async (key) => {
        if (key.sk === 'WEBHOOK') await changes.shift()?.();
        return table.table.get(key);
      },
    });
    const outcome = await reconcile(id, { ...deps, store });
    expect(outcome).toBe({ patched: 'settling', disabled: 'settled', removed: 'removed' }[how]);
    expect(calls.filter((name) => /Rule/.test(name))).not.toEqual([]);
    expect((await stored()).webhook?.status).toBe({ patched: 'pending', disabled: 'disabled', removed: undefined }[how]);
  },
);

test('one that is disabled or removed while it settles is not waited for', async () => {
  const [disabled, removed] = [await scene(), await scene()];
  await Promise.all([disabled.runAt(0), removed.runAt(0)]);
  await disabled.commands.patch(disabled.id, { enabled: false });
  expect(await disabled.runAt(0)).toBe('settled');
  expect(await disabled.stored()).toMatchObject({ webhook: { status: 'disabled' } });
  await removed.commands.remove(removed.id);
  expect(await removed.runAt(0)).toBe('removed');
});

test('a short settling time is waited for by the run itself', async () => {
  const { id, parts, stored } = await endpointOn(() => table)();
  const pauses: number[] = [];
  const deps = depsOf({ ...parts, settleMs: 1000 });
  const sleep = (ms: number) => {
    pauses.push(ms);
    return deps.sleep(ms);
  };
  expect(await reconcile(id, { ...deps, sleep })).toBe('settled');
  expect(pauses.at(-1)).toBe(1000);
  expect(await stored()).toMatchObject({ webhook: { status: 'healthy' } });
});

describe('where rules take effect some time later', () => {
  /**
   * Sets an endpoint up, which waits so long; answers how many rules match an event right after
   * that.
   */
  const firstWebhook = async (settleMs: number, propagationMs: number): Promise<number> => {
    const matches: number[] = [];
    const bridge = bridgeOf(0, { propagationMs, onEvent: (_, { rules }) => matches.push(rules.length) });
    const { id, parts, stored } = await endpointOn(() => table)({}, bridge);
    expect(await reconcile(id, { ...depsOf({ ...parts, settleMs }), sleep: delay })).toBe('settled');
    expect(await stored()).toMatchObject({ webhook: { status: 'healthy' } });
    const metadata = { tenant: '/partners/1', lineage: ['/partners/1'] };
    const entry = { EventBusName: BUS, Source: 'tenantry', DetailType: 'partner.created', Detail: JSON.stringify({ metadata }) };
    await bridge.handle('PutEvents', { Entries: [entry] });
    await bridge.stop();
    return matches[0] ?? 0;
  };

  test('an endpoint that does not wait loses its first webhook', async () => {
    expect(await firstWebhook(0, 60_000)).toBe(0);
  });

  test('one that waits is sent it', async () => {
    expect(await firstWebhook(250, 200)).toBe(1);
  });
});
