import type { EventBridge } from '@tenantry/cdk-local/eventbridge/event-bridge';
import { viewOf } from '@tenantry/event-pattern/leaves';
import { compilePattern } from '@tenantry/event-pattern/pattern';
import { v7 } from 'uuid';
import type { Bus } from '../../functions/shared/bus.ts';
import { lineageOf } from '../../functions/shared/table/lineage.ts';
import { sweep } from '../../functions/webhooks/reconcile-many.ts';
import { reconcile } from '../../functions/webhooks/reconciler.ts';
import { resourceName } from '../../functions/webhooks/resource-name.ts';
import { patternOf } from '../../functions/webhooks/rule-pattern.ts';
import { renewalStore } from '../../functions/webhooks/rule-renewal.ts';
import { startTable, type TestTable } from '../../testing/table.ts';
import { BUS, bridgeOf, depsOf, isPending, PREFIX, requests } from './reconciler-scene.ts';

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

const OWN: Bus = { name: BUS, installation: BUS };
const HOUR = 60 * 60_000;
const parts = () => ({ table: table.table, bridge });
const note = () => undefined;

const sweepAt = (later: number) =>
  sweep({
    ...depsOf(parts(), later),
    quota: 1000,
    renewal: renewalStore(table.table),
    log: { info: note, warn: note, error: note },
  });

const ruleOf = (id: string) => bridge.describeRule({ Name: resourceName(PREFIX, { id, pair: 0 }), EventBusName: BUS });

/** An endpoint of a partner whose rule is as it was before there was a lineage. */
const endpointFromBefore = async (partnerId = 9): Promise<string> => {
  const id = v7();
  await requests(table.table).create(id, {}, { partnerId });
  await reconcile(id, depsOf(parts()));
  const owner = `/partners/${partnerId}` as const;
  const EventPattern = patternOf({ id, events: ['partner.*'], owner }, OWN, 'tenant');
  bridge.putRule({ Name: resourceName(PREFIX, { id, pair: 0 }), EventBusName: BUS, EventPattern, State: ruleOf(id).State });
  return id;
};

const sends = (id: string, tenant: string, metadata: object) =>
  compilePattern(ruleOf(id).EventPattern ?? '')(
    viewOf({ source: 'tenantry', 'detail-type': 'partner.created', detail: { metadata: { tenant, ...metadata } } }),
  );

const TENANT = '/partners/1/9/4';
const LINEAGE = { lineage: lineageOf(TENANT) };

test('older rules are renewed an hour after the first sweep, and no event in flight is missed until then', async () => {
  const id = await endpointFromBefore();
  await sweepAt(0);
  await requests(table.table).patch(id, { events: ['partner.created'] });
  // A change is followed at once; events of the publisher from before are still taken, and those of
  // the new one.
  await sweepAt(HOUR / 2);
  expect(JSON.parse(ruleOf(id).EventPattern ?? '')['detail-type']).toEqual(['partner.created', `to:${id}`]);
  expect([sends(id, TENANT, {}), sends(id, TENANT, LINEAGE)]).toEqual([true, true]);

  await sweepAt(HOUR + 60_000);
  expect(await isPending(table, id)).toBe(true);
  await sweepAt(HOUR + 120_000);
  expect(ruleOf(id).EventPattern).not.toContain('wildcard');
  expect([sends(id, TENANT, LINEAGE), sends(id, '/partners/1', { lineage: ['/partners/1'] })]).toEqual([true, false]);
});

test('rules are renewed once, and only those of partners', async () => {
  const reseller = v7();
  await requests(table.table).create(reseller);
  await reconcile(reseller, depsOf(parts()));
  const id = await endpointFromBefore();
  for (const minutes of [0, 61, 62, 63]) await sweepAt(minutes * 60_000);
  expect(ruleOf(id).EventPattern).not.toContain('wildcard');
  await sweepAt(2 * HOUR);
  expect([await isPending(table, id), await isPending(table, reseller)]).toEqual([false, false]);
});

test('the rule of a disabled endpoint is renewed as well: it counts as a rule with wildcards', async () => {
  const id = await endpointFromBefore();
  await requests(table.table).patch(id, { enabled: false });
  for (const minutes of [0, 61, 62]) await sweepAt(minutes * 60_000);
  expect(ruleOf(id)).toMatchObject({ State: 'DISABLED', EventPattern: expect.not.stringContaining('wildcard') });
});

test('a new endpoint has a rule without wildcards at once', async () => {
  const id = v7();
  await requests(table.table).create(id, {}, { partnerId: 9 });
  await reconcile(id, depsOf(parts()));
  expect(ruleOf(id).EventPattern).not.toContain('wildcard');
});

test('41 endpoints of partners fit on one bus', async () => {
  const ids = Array.from({ length: 41 }, () => v7());
  for (const [index, id] of ids.entries()) {
    await requests(table.table).create(id, {}, { partnerId: index + 1 });
    expect(await reconcile(id, depsOf(parts()))).toBe('settled');
  }
});
