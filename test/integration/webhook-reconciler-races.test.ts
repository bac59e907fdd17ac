import fc from 'fast-check';
import { v7 } from 'uuid';
import { reconcile } from '../../functions/webhooks/reconciler.ts';
import { startTable, type TestTable } from '../support/table.ts';
import { type Around, bridgeOf, dangling, depsOf, inEventBridge, inTable, requests, sweepOn, TOKENS } from './reconciler-scene.ts';

let table: TestTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

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
    const asked = requests(table.table);
    const { endpoints } = await inTable(table.table, id);
    await asked.create(id);
    const request = async () => {
      for (const change of changes) await around('request', () => asked.amend(id, change));
      if (removed) await around('request', () => asked.remove(id));
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
  await fc.assert(property, { numRuns: 40 });
}, 60_000);
