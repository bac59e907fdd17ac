import { PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { eventBridge } from '../src/eventbridge/event-bridge.ts';
import { type BridgeScene, bridgeScene } from './bridge-scene.ts';

let scene: BridgeScene;

beforeEach(async () => {
  scene = await bridgeScene();
});

afterEach(() => scene.stop());

const entry = (more: Partial<PutEventsRequestEntry> = {}): PutEventsRequestEntry => ({
  Source: 'shop',
  DetailType: 'order.created',
  Detail: '{"a":1}',
  ...more,
});

test('an accepted event gets the whole envelope and the id of the answer', async () => {
  const { Entries, FailedEntryCount } = await scene.client.send(
    new PutEventsCommand({ Entries: [entry({ Resources: ['/customers/1'], Time: new Date('2026-11-22T14:15:22.987Z') })] }),
  );
  expect(FailedEntryCount).toBe(0);
  expect(scene.events).toEqual([
    {
      version: '0',
      id: Entries?.[0]?.EventId,
      'detail-type': 'order.created',
      source: 'shop',
      account: '123456789012',
      time: '2026-11-22T14:15:22Z',
      region: 'eu-west-1',
      resources: ['/customers/1'],
      detail: { a: 1 },
    },
  ]);
});

test('entries fail alone, each in its place', async () => {
  const { Entries, FailedEntryCount } = await scene.client.send(
    new PutEventsCommand({
      Entries: [
        entry(),
        entry({ Detail: '[1]' }),
        entry({ Detail: '{' }),
        { Source: 'shop', Detail: '{}' },
        entry({ DetailType: 'fail.me' }),
        entry({ Source: 'aws.ec2' }),
        entry(),
      ],
    }),
  );
  expect(Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
    undefined,
    'MalformedDetail',
    'MalformedDetail',
    'InvalidArgument',
    'ThrottlingException',
    'NotAuthorizedForSourceException',
    undefined,
  ]);
  expect(FailedEntryCount).toBe(5);
  expect(scene.events).toHaveLength(2);
});

test.each([
  ['no entries', []],
  ['eleven entries', Array.from({ length: 11 }, () => entry())],
  ['more than 1 MiB in all', Array.from({ length: 3 }, () => entry({ Detail: JSON.stringify({ x: 'y'.repeat(400_000) }) }))],
])('PutEvents refuses %s as a whole', async (_, Entries) => {
  await expect(scene.client.send(new PutEventsCommand({ Entries }))).rejects.toMatchObject({
    name: 'ValidationException',
    $metadata: { httpStatusCode: 400 },
  });
  expect(scene.events).toEqual([]);
});

test('an event for an unknown bus is accepted, dropped and logged', async () => {
  const { FailedEntryCount } = await scene.client.send(new PutEventsCommand({ Entries: [entry({ EventBusName: 'nowhere' })] }));
  expect(FailedEntryCount).toBe(0);
  expect(scene.events).toEqual([]);
  expect(scene.messages).toEqual([expect.stringContaining('no event bus nowhere')]);
});

test('a bus with a latency takes the entries half-way, answers at the end, and works on several calls at once', async () => {
  const steps: string[] = [];
  const onEvent = () => steps.push('taken');
  const slow = eventBridge({ region: 'eu-west-1', account: '123456789012', putEventsLatencyMs: 40, onEvent });
  const began = performance.now();
  const put = async () => {
    await slow.handle('PutEvents', { Entries: [entry()] });
    steps.push('answered');
  };
  await Promise.all([put(), put()]);
  expect(performance.now() - began).toBeGreaterThanOrEqual(39);
  expect(steps).toEqual(['taken', 'taken', 'answered', 'answered']);
  await slow.stop();
});

test('a rule feeds queues, functions and other buses, and a disabled one nobody', async () => {
  const invoked: unknown[] = [];
  const target = scene.sqs.create('inbox');
  const other = eventBridge({
    region: 'eu-west-1',
    account: '123456789012',
    queues: scene.sqs,
    invokeFunction: async (_, event) => void invoked.push(event),
  });
  const { EventBusArn } = other.createEventBus({ Name: 'second' });
  other.putRule({ Name: 'all', EventPattern: '{"source":["shop"]}' });
  other.putTargets({
    Rule: 'all',
    Targets: [
      { Id: 'queue', Arn: target.arn, InputPath: '$.detail' },
      { Id: 'function', Arn: 'arn:aws:lambda:eu-west-1:123456789012:function:f' },
      { Id: 'bus', Arn: EventBusArn },
    ],
  });
  other.putRule({ Name: 'off', EventBusName: 'second', State: 'DISABLED', EventPattern: '{"source":["shop"]}' });
  other.putTargets({ Rule: 'off', EventBusName: 'second', Targets: [{ Id: 'queue', Arn: target.arn }] });
  other.putRule({ Name: 'on', EventBusName: 'second', EventPattern: '{"source":["shop"]}' });
  other.putTargets({ Rule: 'on', EventBusName: 'second', Targets: [{ Id: 'queue', Arn: target.arn, Input: '"second"' }] });

  other.putEvents({ Entries: [entry()] });
  await other.idle();
  expect((await scene.sqs.receive('inbox', { most: 10 })).map(({ body }) => body).sort()).toEqual(['"second"', '{"a":1}']);
  expect(invoked).toEqual([expect.objectContaining({ source: 'shop', detail: { a: 1 } })]);
  await other.stop();
});

test('the endpoint serves its GET routes and names operations and bodies it cannot read', async () => {
  expect(await (await fetch(`${scene.endpoint.url}/jwks.json`)).json()).toEqual({ keys: [] });
  const call = (target: string, body: string) => fetch(scene.endpoint.url, { method: 'POST', headers: { 'x-amz-target': target }, body });

  const unknown = await call('AWSEvents.CreatePartnerEventSource', '{}');
  expect([unknown.status, unknown.headers.get('x-amzn-errortype')]).toEqual([400, 'UnknownOperationException']);
  expect((await call('AWSEvents.putEvents', '{}')).headers.get('x-amzn-errortype')).toBe('UnknownOperationException');
  expect((await call('Nothing.PutEvents', '{}')).headers.get('x-amzn-errortype')).toBe('UnknownOperationException');
  expect((await call('AWSEvents.PutEvents', '{')).headers.get('x-amzn-errortype')).toBe('SerializationException');
});
