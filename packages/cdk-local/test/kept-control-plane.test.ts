import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventBridge } from '../src/eventbridge/event-bridge.ts';
import { queues } from '../src/sqs/queues.ts';
import { type Fixture, temporaryDirectory } from './assembly-fixture.ts';
import { type WebhookReceiver, webhookReceiver } from './webhook-receiver.ts';

let folder: Fixture;
let file: string;
let receiver: WebhookReceiver;
const messages: string[] = [];
const running: ReturnType<typeof eventBridge>[] = [];

beforeEach(async () => {
  folder = temporaryDirectory();
  file = join(folder.directory, 'data', 'eventbridge.json');
  receiver = await webhookReceiver();
  messages.length = 0;
});

afterEach(async () => {
  for (const bridge of running.splice(0)) await bridge.stop();
  await receiver.stop();
  folder.remove();
});

/** A bridge as a start makes it: first what its template holds, then what was kept. */
const start = () => {
  const sqs = queues({ region: 'eu-west-1', account: '123456789012', baseUrl: 'http://127.0.0.1:1' });
  const bridge = eventBridge({
    region: 'eu-west-1',
    account: '123456789012',
    timeScale: 0.001,
    queues: sqs,
    log: (message) => messages.push(message),
  });
  running.push(bridge);
  bridge.createEventBus({ Name: 'shop' });
  bridge.putRule({ Name: 'from-template', EventBusName: 'shop', EventPattern: '{"source":["shop"]}' });
  bridge.keepIn(file);
  return bridge;
};

const makeEndpoint = async (bridge: ReturnType<typeof start>) => {
  const { ConnectionArn } = (await bridge.handle('CreateConnection', {
    Name: 'hook',
    AuthorizationType: 'API_KEY',
    AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: 'Webhook-Token', ApiKeyValue: 'sesame' } },
  })) as { readonly ConnectionArn: string };
  const { ApiDestinationArn } = (await bridge.handle('CreateApiDestination', {
    Name: 'hook',
    ConnectionArn,
    InvocationEndpoint: receiver.url,
    HttpMethod: 'POST',
  })) as { readonly ApiDestinationArn: string };
  await bridge.handle('PutRule', {
    Name: 'hook',
    EventBusName: 'shop',
    EventPattern: '{"source":["shop"]}',
    Tags: [{ Key: 'owner', Value: 'operator' }],
  });
  await bridge.handle('PutTargets', {
    Rule: 'hook',
    EventBusName: 'shop',
    Targets: [{ Id: 'webhook', Arn: ApiDestinationArn, RoleArn: 'arn:aws:iam::123456789012:role/invoke', InputPath: '$.detail' }],
  });
  return ApiDestinationArn;
};

const rules = (bridge: ReturnType<typeof start>) => bridge.listRules({ EventBusName: 'shop' }).Rules?.map(({ Name }) => Name);

test('what functions made works on after a restart, secrets included', async () => {
  const first = start();
  const destinationArn = await makeEndpoint(first);
  await first.stop();

  const second = start();
  expect(rules(second)).toEqual(['from-template', 'hook']);
  expect(second.describeConnection({ Name: 'hook' }).ConnectionState).toBe('AUTHORIZED');
  expect(second.describeApiDestination({ Name: 'hook' })).toMatchObject({
    ApiDestinationArn: destinationArn,
    ApiDestinationState: 'ACTIVE',
    CreationTime: first.describeApiDestination({ Name: 'hook' }).CreationTime,
  });
  const { Arn } = second.describeRule({ Name: 'hook', EventBusName: 'shop' });
  expect(second.listTagsForResource({ ResourceARN: Arn }).Tags).toEqual([{ Key: 'owner', Value: 'operator' }]);

  second.putEvents({ Entries: [{ EventBusName: 'shop', Source: 'shop', DetailType: 'x', Detail: '{"n":1}' }] });
  await second.idle();
  expect(receiver.received.map(({ headers, body }) => [headers['webhook-token'], body])).toEqual([['sesame', '{"n":1}']]);
});

test('the file is for its owner only, and holds nothing of the template', async () => {
  const bridge = start();
  expect(existsSync(file)).toBe(false);
  await makeEndpoint(bridge);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const kept = readFileSync(file, 'utf8');
  expect(kept).toContain('sesame');
  expect(kept).not.toContain('from-template');
});

test('changes and deletions are kept, one by one', async () => {
  const first = start();
  await makeEndpoint(first);
  await first.handle('DisableRule', { Name: 'hook', EventBusName: 'shop' });
  expect(start().describeRule({ Name: 'hook', EventBusName: 'shop' }).State).toBe('DISABLED');

  await first.handle('RemoveTargets', { Rule: 'hook', EventBusName: 'shop', Ids: ['webhook'] });
  expect(start().listTargetsByRule({ Rule: 'hook', EventBusName: 'shop' }).Targets).toEqual([]);
  await first.handle('DeleteRule', { Name: 'hook', EventBusName: 'shop' });
  await first.handle('DeleteApiDestination', { Name: 'hook' });
  await first.handle('DeleteConnection', { Name: 'hook' });
  const last = start();
  expect([rules(last), last.listApiDestinations({}).ApiDestinations, last.listConnections({}).Connections]).toEqual([
    ['from-template'],
    [],
    [],
  ]);
});

test('buses of the API are kept, schedules go on, and a name that the template took meanwhile stays with it', async () => {
  const first = start();
  await first.handle('CreateEventBus', { Name: 'second' });
  await first.handle('PutRule', { Name: 'sweep', ScheduleExpression: 'rate(1 day)' });
  const bridge = eventBridge({ region: 'eu-west-1', account: '123456789012' });
  running.push(bridge);
  bridge.putRule({ Name: 'sweep', EventPattern: '{"source":["template"]}' });
  bridge.keepIn(file);
  expect(bridge.describeEventBus({ Name: 'second' }).Name).toBe('second');
  expect(bridge.describeRule({ Name: 'sweep' }).EventPattern).toBe('{"source":["template"]}');
  expect(start().describeRule({ Name: 'sweep' }).ScheduleExpression).toBe('rate(1 day)');
});

test('a rule whose bus is gone is named', async () => {
  await makeEndpoint(start());
  const bridge = eventBridge({ region: 'eu-west-1', account: '123456789012', log: (message) => messages.push(message) });
  running.push(bridge);
  bridge.keepIn(file);
  expect(messages).toEqual([expect.stringContaining('rule hook is not restored')]);
});

test('a file that cannot be read is named, and nothing of it is quoted', async () => {
  await makeEndpoint(start());
  writeFileSync(file, '{"secret":"sesame');
  let error: unknown;
  try {
    void start();
  } catch (thrown) {
    error = thrown;
  }
  expect(String(error)).toContain(file);
  expect(JSON.stringify([String(error), String((error as Error).cause)])).not.toContain('sesame');
});
