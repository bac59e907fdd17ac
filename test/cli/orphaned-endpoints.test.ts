import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type AwsEndpoint, awsEndpoint } from '@tenantry/cdk-local/base/aws-endpoint';
import type { EventBridge } from '@tenantry/cdk-local/eventbridge/event-bridge';
import { v7 } from 'uuid';
import { repair } from '../../cli/orphans/drift.ts';
import type { Key } from '../../functions/shared/table/keys.ts';
import type { PairId } from '../../functions/webhooks/control-plane.ts';
import { reconcile } from '../../functions/webhooks/reconciler.ts';
import { resourceName } from '../../functions/webhooks/resource-name.ts';
import { startTable, type TestTable } from '../../testing/table.ts';
import {
  BUS,
  bridgeOf,
  clientOf,
  depsOf,
  inEventBridge,
  inTable,
  isPending,
  PREFIX,
  pairsInEventBridge,
  requests,
  sweepOn,
  TOKENS,
} from '../integration/reconciler-scene.ts';

let table: TestTable;
let bridge: EventBridge;
let endpoint: AwsEndpoint;
beforeEach(async () => {
  table = await startTable();
  bridge = bridgeOf();
  endpoint = await awsEndpoint({ handlers: { AWSEvents: bridge.handle } });
});
afterEach(async () => {
  await endpoint.stop();
  await bridge.stop();
  await table.stop();
});

/** Runs the command as the operator does. */
const orphans = async (...args: readonly string[]): Promise<string> => {
  const env = { ...process.env, ...table.environment, AWS_ENDPOINT_URL_EVENTBRIDGE: endpoint.url };
  const { stdout } = await promisify(execFile)(process.execPath, ['cli/tenantry.ts', 'orphaned-endpoints', '--stage', 'test', ...args], {
    env,
  });
  return stdout;
};

const made = async (): Promise<string> => {
  const id = v7();
  await requests(table.table).create(id);
  await reconcile(id, depsOf({ table: table.table, bridge }));
  return id;
};

/** What is left of an endpoint that the table does not know. */
const orphan = (): string => {
  const id = v7();
  resourcesOf({ id, pair: 0 });
  return id;
};

const resourcesOf = (pair: PairId): void => {
  const Name = resourceName(PREFIX, pair);
  const AuthParameters = { ApiKeyAuthParameters: { ApiKeyName: 'Webhook-Token', ApiKeyValue: 'some-token-of-nobody' } };
  const { ConnectionArn } = bridge.createConnection({ Name, AuthorizationType: 'API_KEY', AuthParameters });
  bridge.createApiDestination({ Name, ConnectionArn, InvocationEndpoint: 'https://nobody.example.com/', HttpMethod: 'POST' });
};

const rowsOf = (output: string) =>
  Object.fromEntries(
    output
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(/ {2,}/))
      .map(([id, ...cells]) => [id, cells.join(' ')]),
  );

const NOTHING = { connection: undefined, destination: undefined, rule: undefined, targets: [] };

test('where everything fits there is nothing to tell, other installations and endpoints on their way included', async () => {
  await made();
  await requests(table.table).create(v7());
  bridge.putRule({ Name: `tenantry-test-more-${v7().replaceAll('-', '')}`, EventBusName: BUS, EventPattern: '{"source":["x"]}' });
  expect(await orphans()).toBe('Every endpoint has its resources, and every resource its endpoint.\n');
}, 20_000);

test('orphans are listed, and only removed on request', async () => {
  const [id, kept] = [orphan(), await made()];
  expect(rowsOf(await orphans('--delete', '--dry-run'))).toEqual({ [id]: expect.stringMatching(/^orphan (yes|refused) yes - -$/) });
  expect(rowsOf(await orphans())).toEqual({ [id]: expect.stringMatching(/^orphan yes yes - -$/) });
  expect(inEventBridge(bridge, id).destination).toBeDefined();
  expect(rowsOf(await orphans('--delete'))).toEqual({ [id]: 'orphan yes yes - removed' });
  expect(inEventBridge(bridge, id)).toEqual(NOTHING);
  expect(inEventBridge(bridge, kept).targets).toHaveLength(1);
}, 30_000);

test('of a table that lacks most of the endpoints nothing is removed, unless that is what is wanted', async () => {
  const ids = [orphan(), orphan()];
  await made();
  await expect(orphans('--delete')).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('is it the table of this stage?') });
  for (const id of ids) expect(inEventBridge(bridge, id).destination).toBeDefined();
  expect(await orphans('--delete', '--force')).toContain('removed');
  for (const id of ids) expect(inEventBridge(bridge, id)).toEqual(NOTHING);
}, 30_000);

test('an endpoint that lacks a resource, or whose connection is not authorised, is set up again', async () => {
  const [lacking, refused] = [await made(), await made()];
  bridge.removeTargets({ EventBusName: BUS, Rule: resourceName(PREFIX, { id: lacking, pair: 0 }), Ids: ['webhook'] });
  bridge.deleteRule({ EventBusName: BUS, Name: resourceName(PREFIX, { id: lacking, pair: 0 }) });
  bridge.deauthorizeConnection({ Name: resourceName(PREFIX, { id: refused, pair: 0 }) });
  const rows = { [lacking]: 'incomplete yes yes -', [refused]: 'incomplete refused yes yes' };

  expect(rowsOf(await orphans('--dry-run'))).toEqual({ [lacking]: `${rows[lacking]} -`, [refused]: `${rows[refused]} -` });
  expect(await isPending(table, lacking)).toBe(false);
  expect(rowsOf(await orphans())).toEqual({
    [lacking]: `${rows[lacking]} to be reconciled`,
    [refused]: `${rows[refused]} to be reconciled`,
  });
  for (const id of [lacking, refused]) {
    expect(await reconcile(id, depsOf({ table: table.table, bridge }))).toBe('settled');
    expect(inEventBridge(bridge, id)).toMatchObject({
      connection: { state: 'AUTHORIZED' },
      rule: { state: 'ENABLED' },
      targets: [{ leads: true }],
    });
    expect(await inTable(table.table, id)).toMatchObject({ webhook: { status: 'healthy', version: 1 } });
  }
}, 30_000);

test('an endpoint that moved has two pairs, and one that it does not know of is removed when nothing can be in flight by it', async () => {
  const id = await made();
  await requests(table.table).patch(id, { url: 'https://b.example.com/', token: TOKENS[1] });
  await reconcile(id, depsOf({ table: table.table, bridge }));
  expect(await orphans()).toBe('Every endpoint has its resources, and every resource its endpoint.\n');

  resourcesOf({ id, pair: 7 });
  expect(rowsOf(await orphans())).toEqual({ [id]: 'surplus yes yes yes to be reconciled' });
  await sweepOn({ table: table.table, bridge }, id, 30);
  expect([pairsInEventBridge(bridge, id), inEventBridge(bridge, id).targets]).toEqual([[1], [{ Id: 'webhook', leads: true }]]);
}, 30_000);

test('an endpoint that moves while one of its pairs is noted as surplus stays where it moved to', async () => {
  const id = await made();
  resourcesOf({ id, pair: 7 });
  let hasMoved = false;
  const get = async (key: Key) => {
    const item = await table.table.get(key);
    if (key.sk !== 'PAIRS' || hasMoved) return item;
    hasMoved = true;
    await requests(table.table).patch(id, { url: 'https://b.example.com/', token: TOKENS[1] });
    await reconcile(id, depsOf({ table: table.table, bridge }));
    return item;
  };
  const surplus = { kind: 'surplus', id, resources: new Set(['connection', 'destination', 'rule'] as const), pairs: [7] } as const;
  await repair([surplus], { client: clientOf(bridge), table: { ...table.table, get }, prefix: PREFIX, busName: BUS }, { removes: false });
  expect(await table.table.get({ pk: `WEBHOOK#${id}`, sk: 'PAIRS' })).toMatchObject({ pair: 1, former: [{ pair: 0 }, { pair: 7 }] });
  await sweepOn({ table: table.table, bridge }, id, 30);
  expect(pairsInEventBridge(bridge, id)).toEqual([1]);
});

test('a command without a stage says how it is used', async () => {
  await expect(promisify(execFile)(process.execPath, ['cli/tenantry.ts', 'orphaned-endpoints'])).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--stage'),
  });
}, 20_000);
