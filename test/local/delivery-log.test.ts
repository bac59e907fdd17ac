import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { jest } from '@jest/globals';
import type { DeliveredEvent } from '@tenantry/cdk-local/eventbridge/delivery';
import { deliveryStore } from '../../functions/deliveries/store.ts';
import { now } from '../../functions/shared/runtime.ts';
import { webhookKey } from '../../functions/shared/table/webhook-keys.ts';
import { deliveryLog } from '../../local/delivery-log.ts';
import { startTable, type TestTable } from '../../testing/table.ts';

const RULES = 'arn:aws:events:us-east-1:000000000000:rule/tenantry-local';
const METADATA = { eventId: 'event-1', tenant: '/resellers/r1' };

let table: TestTable;
let warnings: string[];
let log: ReturnType<typeof deliveryLog>;
let writers: Promise<void>[];

beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());
beforeEach(() => {
  warnings = [];
  writers = [];
  log = deliveryLog((message) => warnings.push(message));
});
afterEach(() => log.stop());

const open = (tableName = table.name): void => log.open({ url: table.url, region: 'eu-west-1', tableName, keptDays: 30 });

const note = (event: DeliveredEvent): void => {
  const writer = log.note(event);
  if (writer !== undefined) writers.push(writer);
};
const allWritten = async (): Promise<void> => void (await Promise.all(writers));

const arrival = (
  rule: string,
  detail: object = { metadata: METADATA, payload: { event: 'reseller.created', data: {} } },
): DeliveredEvent => ({
  event: {
    ...{ version: '0', id: 'bus-id', 'detail-type': 'reseller.created', source: 'tenantry', account: '000000000000' },
    ...{ time: '2026-11-22T14:15:22Z', region: 'us-east-1', resources: [], detail: detail as DeliveredEvent['event']['detail'] },
  },
  ruleArn: `${RULES}/${rule}`,
  targetArn: 'arn:aws:events:us-east-1:000000000000:api-destination/one/1',
  attempts: 3,
});

const noted = async (webhookId: string) =>
  (await deliveryStore(table.table).page({ owner: '/', webhookId }, { limit: 100, after: undefined, newestFirst: false }, now())).items;

test('a webhook that arrived is a delivery of its endpoint, and its event can be sent again', async () => {
  open();
  note(arrival('operator-billing'));
  await allWritten();
  const [delivery, ...others] = await noted('billing');
  expect(others).toEqual([]);
  expect(delivery).toMatchObject({
    ...METADATA,
    webhookId: 'billing',
    event: 'reseller.created',
    result: 'delivered',
    retryAttempts: 2,
    owner: '/',
  });
  expect(JSON.parse(await deliveryStore(table.table).detail(String(delivery?.id)))).toMatchObject({ metadata: METADATA });
  expect(warnings).toEqual([]);
});

test('what is no event of ours is passed over, and before it is opened nothing is noted', async () => {
  note(arrival('operator-early'));
  open();
  note(arrival('operator-early', { n: 1 }));
  await allWritten();
  expect([await noted('early'), warnings]).toEqual([[], []]);
});

test('beyond ten thousand that wait it leaves out, and says how many', async () => {
  open();
  for (let count = 0; count < 10_010; count += 1) note(arrival('operator-flood', { n: count }));
  await allWritten();
  expect(warnings).toEqual([expect.stringMatching(/^6 webhooks that arrived are not in the delivery log/)]);
});

test('however much arrives at once, four promises stand for all of it', async () => {
  open();
  for (const wave of [1, 2]) {
    for (let count = 0; count < 50; count += 1) note(arrival('operator-steady'));
    expect(writers).toHaveLength(4 * wave);
    await allWritten();
    expect(await noted('steady')).toHaveLength(50 * wave);
  }
});

test('one that cannot be written is told of, and the next is written', async () => {
  open('no-such-table');
  note(arrival('operator-lost'));
  await allWritten();
  expect(warnings).toEqual([expect.stringContaining('A webhook that arrived is not in the delivery log')]);
  open();
  note(arrival('operator-lost'));
  await allWritten();
  expect(await noted('lost')).toHaveLength(1);
});

test('what waits when it stops is dropped', async () => {
  open();
  for (let count = 0; count < 50; count += 1) note(arrival('operator-stopped'));
  await log.stop();
  expect((await noted('stopped')).length).toBeLessThanOrEqual(4);
  expect(warnings).toEqual([]);
});

test('the owner of an endpoint is read once, however many webhooks it gets', async () => {
  const item = { ...webhookKey('often'), type: 'webhook', id: 'often', owner: '/resellers/r1' };
  await table.client.send(new PutCommand({ TableName: table.name, Item: item }));
  open();
  const reads = jest.spyOn(DynamoDBDocumentClient.prototype, 'send');
  for (let count = 0; count < 20; count += 1) note(arrival('often'));
  await allWritten();
  const gets = reads.mock.calls.filter(([command]) => command instanceof GetCommand).length;
  reads.mockRestore();
  expect(gets).toBe(1);
  const deliveries = await noted('often');
  expect(deliveries).toHaveLength(20);
  expect(new Set(deliveries.map(({ owner }) => owner))).toEqual(new Set(['/resellers/r1']));
});
