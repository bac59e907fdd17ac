import fc from 'fast-check';
import { v7 } from 'uuid';
import { reconcile } from '../../functions/webhooks/reconciler.ts';
import { startTable, type TestTable } from '../../testing/table.ts';
import { type Around, bridgeOf, dangling, depsOf, inEventBridge, inTable, requests, sweepOn, TOKENS } from './reconciler-scene.ts';

let table: TestTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

/**
 * Stops before call number `last + 1` until it is let go on; `reached` resolves when it stands
 * there or, by `ended`, never will.
 */
const stallingAfter = (last: number) => {
  const [stalled, goOn] = [Promise.withResolvers<boolean>(), Promise.withResolvers<void>()];
  let count = 0;
  const around: Around = async (_, call) => {
    count += 1;
    if (count === last + 1) {
      stalled.resolve(true);
      await goOn.promise;
    }
    return call();
  };
  return { around, reached: stalled.promise, ended: () => stalled.resolve(false), goOn: () => goOn.resolve() };
};

type Requests = ReturnType<typeof requests>;

test.each<[string, (commands: Requests, id: string) => Promise<void>, string]>([
  [
    'changed',
    (commands, id) => commands.patch(id, { url: 'https://b.example.com/', token: TOKENS[1] }),
    'healthy token 2 https://b.example.com/',
  ],
  ['disabled', (commands, id) => commands.patch(id, { enabled: false }), 'disabled token 1 https://crm.example.com/hook'],
  ['removed', (commands, id) => commands.remove(id), 'nothing'],
])(
  'an endpoint that is %s, with its reconciler woken, while another run stands still between any two calls, ends as it was asked',
  async (_, request, end) => {
    const { endpoints } = await inTable(table.table, v7());
    for (let [last, stalled] = [1, true]; stalled; last += 1) {
      const [id, bridge] = [v7(), bridgeOf()];
      const parts = { table: table.table, bridge };
      const commands = requests(table.table);
      await commands.create(id);
      const stall = stallingAfter(last);
      const slow = reconcile(id, depsOf({ ...parts, around: stall.around })).finally(stall.ended);
      stalled = await stall.reached;
      await request(commands, id);
      await reconcile(id, depsOf(parts));
      stall.goOn();
      await slow;
      await sweepOn(parts, id);

      const { connection, destination, rule, targets } = inEventBridge(bridge, id);
      const stored = await inTable(table.table, id);
      const there = [stored.webhook?.status, connection?.token, destination?.url].filter(Boolean).join(' ') || 'nothing';
      expect({ last, there, dangling: dangling(bridge), left: [rule, ...targets].filter(Boolean).length }).toEqual({
        ...{ last, there: end, dangling: [] },
        left: end === 'nothing' ? 0 : 2,
      });
      // Nothing of it may be left for the next round's count.
      if (end !== 'nothing') await commands.remove(id).then(() => sweepOn(parts, id));
      expect((await inTable(table.table, id)).endpoints).toBe(endpoints);
      await bridge.stop();
    }
  },
  60_000,
);

test('an address never learns the token of the next one, between whichever two calls both are changed', async () => {
  for (let [at, changed] = [1, true]; changed; at += 1) {
    const [id, bridge] = [v7(), bridgeOf()];
    const commands = requests(table.table);
    await commands.create(id);
    let count = 0;
    changed = false;
    const around: Around = async (_, call) => {
      count += 1;
      if (count === at) {
        changed = true;
        await commands.patch(id, { url: 'https://b.example.com/', token: TOKENS[1] });
      }
      const answer = await call();
      const { connection, destination } = inEventBridge(bridge, id);
      expect([at, destination?.url, connection?.token]).not.toEqual([at, 'https://crm.example.com/hook', 'token 2']);
      return answer;
    };
    await reconcile(id, depsOf({ table: table.table, bridge, around }));
    await sweepOn({ table: table.table, bridge }, id);
    const { connection, destination } = inEventBridge(bridge, id);
    if (changed) expect([destination?.url, connection?.token]).toEqual(['https://b.example.com/', 'token 2']);
    await bridge.stop();
  }
}, 60_000);

const patches = fc.array(
  fc.record(
    {
      url: fc.constantFrom('https://a.example.com/', 'https://b.example.com/'),
      events: fc.constantFrom<string[]>(['reseller.*'], ['partner.*', 'reseller.created']),
      enabled: fc.boolean(),
      token: fc.constantFrom(...TOKENS),
    },
    { requiredKeys: [] },
  ),
  { maxLength: 3 },
);

test('two reconcilers at once, and changes while they run, end where one alone ends, and never in something that sends to nothing', async () => {
  const property = fc.asyncProperty(fc.scheduler(), patches, fc.boolean(), async (scheduler, changes, removed) => {
    const [id, bridge] = [v7(), bridgeOf()];
    const around: Around = async (name, call) => {
      await scheduler.schedule(Promise.resolve(), name);
      const answer = await call();
      expect(dangling(bridge)).toEqual([]);
      return answer;
    };
    const parts = { table: table.table, bridge };
    const commands = requests(table.table);
    const { endpoints } = await inTable(table.table, id);
    await commands.create(id);
    const request = async () => {
      for (const change of changes) await around('request', () => commands.patch(id, change));
      if (removed) await around('request', () => commands.remove(id));
    };
    const run = () => reconcile(id, depsOf({ ...parts, around }));
    await scheduler.waitFor(Promise.all([run(), run(), request().then(run)]));
    await sweepOn(parts, id);

    const stored = await inTable(table.table, id);
    const { connection, destination, rule, targets } = inEventBridge(bridge, id);
    const wanted = await table.table.get({ pk: `WEBHOOK#${id}`, sk: 'WEBHOOK' });
    await bridge.stop();
    expect({ pending: stored.pending, endpoints: stored.endpoints - endpoints }).toEqual({ pending: false, endpoints: removed ? 0 : 1 });
    if (removed) {
      expect({ stored, connection, destination, rule, targets }).toEqual({
        stored: { webhook: undefined, token: undefined, place: false, pending: false, endpoints },
        ...{ connection: undefined, destination: undefined, rule: undefined, targets: [] },
      });
      return;
    }
    expect(connection).toEqual({ state: 'AUTHORIZED', token: `token ${wanted?.tokenVersion}` });
    expect(destination).toEqual({ url: wanted?.url, signsIn: true });
    expect([rule?.state, wanted?.status]).toEqual(wanted?.enabled ? ['ENABLED', 'healthy'] : ['DISABLED', 'disabled']);
    if (wanted?.enabled) expect(JSON.parse(rule?.pattern ?? '')['detail-type']).toContain(`to:${id}`);
    expect(targets).toEqual([{ Id: 'webhook', leads: true }]);
  });
  await fc.assert(property, { numRuns: 25 });
}, 60_000);
