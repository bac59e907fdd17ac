import {
  CreateConnectionCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  ListTagsForResourceCommand,
  PutEventsCommand,
  PutRuleCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-eventbridge';
import { type AwsEndpoint, awsEndpoint } from '../src/base/aws-endpoint.ts';
import { throttled } from '../src/base/aws-error.ts';
import { eventBridge } from '../src/eventbridge/event-bridge.ts';

const stops: (() => unknown)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

const scene = async (options: Partial<Parameters<typeof eventBridge>[0]>) => {
  const bridge = eventBridge({ region: 'eu-west-1', account: '123456789012', ...options });
  const endpoint: AwsEndpoint = await awsEndpoint({ handlers: { AWSEvents: bridge.handle } });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new EventBridgeClient({ endpoint: endpoint.url, region: 'eu-west-1', credentials, maxAttempts: 1 });
  stops.push(endpoint.stop, bridge.stop, () => client.destroy());
  return { bridge, client };
};

const rule = (name: string) => new PutRuleCommand({ Name: name, EventPattern: '{"source":["x"]}' });
const connection = {
  AuthorizationType: 'BASIC' as const,
  AuthParameters: { BasicAuthParameters: { Username: 'u', Password: 'p' } },
};

test('quotas can be lowered, and answer LimitExceededException', async () => {
  const { client, bridge } = await scene({ quotas: { rulesPerBus: 2, connections: 1, destinations: 1 } });
  await client.send(rule('one'));
  await client.send(rule('two'));
  await expect(client.send(rule('three'))).rejects.toMatchObject({ name: 'LimitExceededException' });
  await client.send(rule('two'));

  const { ConnectionArn } = await client.send(new CreateConnectionCommand({ Name: 'one', ...connection }));
  await expect(client.send(new CreateConnectionCommand({ Name: 'two', ...connection }))).rejects.toMatchObject({
    name: 'LimitExceededException',
  });
  const destination = (Name: string) =>
    bridge.createApiDestination({ Name, ConnectionArn, InvocationEndpoint: 'https://example.com', HttpMethod: 'POST' });
  destination('one');
  expect(() => destination('two')).toThrow('maximum number allowed: 1 API destinations');
});

const WILDCARDS = JSON.stringify({ source: [{ wildcard: 'a*' }] });

test('a bus takes 30 rules with wildcards, also disabled ones, and changes of those that it has', async () => {
  const { client, bridge } = await scene({});
  const put = (Name: string, EventPattern: string) => client.send(new PutRuleCommand({ Name, EventPattern, State: 'DISABLED' }));
  for (let index = 0; index < 30; index += 1) await put(`r${index}`, WILDCARDS);
  await put('r7', JSON.stringify({ source: [{ 'anything-but': { wildcard: 'a*' } }] }));
  await put('field', JSON.stringify({ detail: { wildcard: ['a*'] } }));
  const one = { name: 'LimitExceededException', message: expect.stringContaining('30 rules containing wildcards') };
  await expect(put('more', WILDCARDS)).rejects.toMatchObject(one);
  await expect(put('more', '{"$or":[{"a":[1]},{"b":["x",{"anything-but":{"wildcard":["y*"]}}]}]} ')).rejects.toMatchObject(one);
  await put('r7', '{"source":["a"]}');
  await put('more', WILDCARDS);
  bridge.createEventBus({ Name: 'another' });
  bridge.putRule({ Name: 'more', EventBusName: 'another', EventPattern: WILDCARDS });
});

test('a pattern has 2,048 characters at most', async () => {
  const { client } = await scene({});
  const put = (length: number) => client.send(new PutRuleCommand({ Name: 'r', EventPattern: `{"a":["${'x'.repeat(length - 10)}"]}` }));
  await put(2048);
  await expect(put(2049)).rejects.toMatchObject({ name: 'LimitExceededException' });
});

test.each([
  ['af-south-1', 100],
  ['eu-south-1', 100],
  ['eu-west-1', 300],
])('a bus in %s takes %i rules', async (region, quota) => {
  const { bridge } = await scene({ region });
  for (let index = 0; index < quota; index += 1) bridge.putRule(rule(`r${index}`).input);
  expect(() => bridge.putRule(rule('more').input)).toThrow(`maximum number allowed: ${quota} rules`);
});

test('API destinations end at 3,000 unless said otherwise', async () => {
  const { bridge } = await scene({});
  const { ConnectionArn } = bridge.createConnection({ Name: 'one', ...connection });
  const destination = (index: number) =>
    bridge.createApiDestination({ Name: `d${index}`, ConnectionArn, InvocationEndpoint: 'https://example.com', HttpMethod: 'POST' });
  for (let index = 0; index < 3_000; index += 1) destination(index);
  expect(() => destination(3_000)).toThrow('maximum number allowed: 3000 API destinations');
});

test('calls beyond the rate of the control plane are throttled; events are not counted', async () => {
  const { client } = await scene({ controlPlaneRate: 5 });
  const answers = await Promise.allSettled(Array.from({ length: 30 }, () => client.send(new ListRulesCommand({}))));
  const refused = answers.filter(({ status }) => status === 'rejected');
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]).toMatchObject({ reason: { name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } } });
  await client.send(new PutEventsCommand({ Entries: [{ Source: 'a', DetailType: 'b', Detail: '{}' }] }));
});

test('a test can fail the n-th call before it does anything', async () => {
  const seen: [string, number][] = [];
  const { client } = await scene({
    faults: {
      controlPlane: (action, count) => {
        seen.push([action, count]);
        return count === 2 ? throttled() : undefined;
      },
    },
  });
  await client.send(rule('one'));
  await expect(client.send(rule('two'))).rejects.toMatchObject({ name: 'ThrottlingException' });
  await expect(client.send(new DescribeRuleCommand({ Name: 'two' }))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  expect(seen).toEqual([
    ['PutRule', 1],
    ['PutRule', 2],
    ['DescribeRule', 3],
  ]);
});

test('a test can lose the answer of a call that has had its effect', async () => {
  const { client } = await scene({ faults: { lostAnswer: async (_, count) => (count === 1 ? new Error('connection reset') : undefined) } });
  await expect(client.send(rule('one'))).rejects.toMatchObject({ name: 'InternalFailure', $metadata: { httpStatusCode: 500 } });
  expect((await client.send(new DescribeRuleCommand({ Name: 'one' }))).Name).toBe('one');
});

test('rules keep their tags, and tags of anything else are taken', async () => {
  const { client } = await scene({});
  const { RuleArn } = await client.send(new PutRuleCommand({ ...rule('one').input, Tags: [{ Key: 'a', Value: '1' }] }));
  await client.send(new TagResourceCommand({ ResourceARN: RuleArn, Tags: [{ Key: 'b', Value: '2' }] }));
  await client.send(new UntagResourceCommand({ ResourceARN: RuleArn, TagKeys: ['a'] }));
  expect((await client.send(new ListTagsForResourceCommand({ ResourceARN: RuleArn }))).Tags).toEqual([{ Key: 'b', Value: '2' }]);
  const bus = 'arn:aws:events:eu-west-1:123456789012:event-bus/default';
  await client.send(new TagResourceCommand({ ResourceARN: bus, Tags: [{ Key: 'b', Value: '2' }] }));
});
