import {
  CreateApiDestinationCommand,
  CreateConnectionCommand,
  CreateEventBusCommand,
  DeauthorizeConnectionCommand,
  DeleteRuleCommand,
  DescribeApiDestinationCommand,
  DescribeConnectionCommand,
  DescribeEventBusCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  UpdateConnectionCommand,
} from '@aws-sdk/client-eventbridge';
import { type BridgeScene, bridgeScene } from './bridge-scene.ts';

let scene: BridgeScene;

beforeEach(async () => {
  scene = await bridgeScene();
});

afterEach(() => scene.stop());

const putRule = (name: string, pattern: object = { source: ['shop'] }, bus?: string) =>
  scene.client.send(new PutRuleCommand({ Name: name, EventPattern: JSON.stringify(pattern), ...(bus && { EventBusName: bus }) }));

test('buses and rules are created, described, listed, disabled and deleted', async () => {
  const { EventBusArn } = await scene.client.send(new CreateEventBusCommand({ Name: 'shop-test' }));
  expect(EventBusArn).toBe('arn:aws:events:eu-west-1:123456789012:event-bus/shop-test');
  await expect(scene.client.send(new CreateEventBusCommand({ Name: 'shop-test' }))).rejects.toMatchObject({
    name: 'ResourceAlreadyExistsException',
  });
  expect((await scene.client.send(new DescribeEventBusCommand({ Name: 'shop-test' }))).Arn).toBe(EventBusArn);

  const { RuleArn } = await putRule('one', undefined, EventBusArn);
  expect(RuleArn).toBe('arn:aws:events:eu-west-1:123456789012:rule/shop-test/one');
  await scene.client.send(new DisableRuleCommand({ Name: 'one', EventBusName: 'shop-test' }));
  expect(await scene.client.send(new DescribeRuleCommand({ Name: 'one', EventBusName: 'shop-test' }))).toMatchObject({
    State: 'DISABLED',
    Arn: RuleArn,
  });

  await putRule('two', undefined, 'shop-test');
  const first = await scene.client.send(new ListRulesCommand({ EventBusName: 'shop-test', Limit: 1 }));
  const second = await scene.client.send(new ListRulesCommand({ EventBusName: 'shop-test', Limit: 1, NextToken: first.NextToken }));
  expect([...(first.Rules ?? []), ...(second.Rules ?? [])].map(({ Name }) => Name)).toEqual(['one', 'two']);
  expect(second.NextToken).toBeUndefined();

  await scene.client.send(new DeleteRuleCommand({ Name: 'one', EventBusName: 'shop-test' }));
  await expect(scene.client.send(new DescribeRuleCommand({ Name: 'one', EventBusName: 'shop-test' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('a pattern that AWS would not compile is refused by name', async () => {
  await expect(putRule('bad', { source: [{ regex: '.*' }] })).rejects.toMatchObject({ name: 'InvalidEventPatternException' });
});

test('quotas hold: 300 rules a bus and 5 targets a rule', async () => {
  for (let index = 0; index < 300; index += 1) scene.bridge.putRule({ Name: `rule-${index}`, EventPattern: '{"source":["x"]}' });
  await expect(putRule('rule-300')).rejects.toMatchObject({ name: 'LimitExceededException' });
  await expect(putRule('rule-7')).resolves.toHaveProperty('RuleArn');

  const targets = Array.from({ length: 6 }, (_, index) => ({
    Id: `t${index}`,
    Arn: `arn:aws:lambda:eu-west-1:123456789012:function:f${index}`,
  }));
  await scene.client.send(new PutTargetsCommand({ Rule: 'rule-7', Targets: targets.slice(0, 5) }));
  await expect(scene.client.send(new PutTargetsCommand({ Rule: 'rule-7', Targets: targets.slice(5) }))).rejects.toMatchObject({
    name: 'LimitExceededException',
  });
  await expect(scene.client.send(new DeleteRuleCommand({ Name: 'rule-7' }))).rejects.toMatchObject({ name: 'ValidationException' });
  await scene.client.send(new RemoveTargetsCommand({ Rule: 'rule-7', Ids: ['t0', 't1', 't2', 't3', 't4'] }));
  expect((await scene.client.send(new ListTargetsByRuleCommand({ Rule: 'rule-7' }))).Targets).toEqual([]);
  await scene.client.send(new DeleteRuleCommand({ Name: 'rule-7' }));
});

test('a connection is AUTHORIZING, then AUTHORIZED, and never shows its secret', async () => {
  const created = await scene.client.send(
    new CreateConnectionCommand({
      Name: 'hook',
      AuthorizationType: 'API_KEY',
      AuthParameters: {
        ApiKeyAuthParameters: { ApiKeyName: 'Webhook-Token', ApiKeyValue: 'top-secret' },
        InvocationHttpParameters: {
          HeaderParameters: [
            { Key: 'X-Hidden', Value: 'top-secret', IsValueSecret: true },
            { Key: 'X-Open', Value: 'open' },
          ],
        },
      },
    }),
  );
  expect(created.ConnectionState).toBe('AUTHORIZING');
  expect(Math.abs((created.CreationTime?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);

  let described = await scene.client.send(new DescribeConnectionCommand({ Name: 'hook' }));
  while (described.ConnectionState !== 'AUTHORIZED') described = await scene.client.send(new DescribeConnectionCommand({ Name: 'hook' }));
  expect(described.AuthParameters?.ApiKeyAuthParameters).toEqual({ ApiKeyName: 'Webhook-Token' });
  expect(described.AuthParameters?.InvocationHttpParameters?.HeaderParameters).toEqual([
    { Key: 'X-Hidden', IsValueSecret: true },
    { Key: 'X-Open', Value: 'open' },
  ]);
  expect(JSON.stringify(described)).not.toContain('top-secret');

  const updated = await scene.client.send(
    new UpdateConnectionCommand({ Name: 'hook', AuthParameters: { ApiKeyAuthParameters: { ApiKeyValue: 'rotated' } } }),
  );
  expect(updated.ConnectionState).toBe('AUTHORIZING');
});

test('an API destination needs an existing connection and https, or http on loopback', async () => {
  const { ConnectionArn } = await scene.client.send(
    new CreateConnectionCommand({
      Name: 'hook',
      AuthorizationType: 'BASIC',
      AuthParameters: { BasicAuthParameters: { Username: 'u', Password: 'p' } },
    }),
  );
  const create = (Name: string, InvocationEndpoint: string, connection = ConnectionArn) =>
    scene.client.send(new CreateApiDestinationCommand({ Name, ConnectionArn: connection, InvocationEndpoint, HttpMethod: 'POST' }));

  await expect(create('plain', 'http://example.com/hook')).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(create('orphan', 'https://example.com', `${ConnectionArn}x`)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await create('loopback', 'http://127.0.0.1:9/hook');
  const { ApiDestinationArn } = await create('public', 'https://example.com/*/hook');
  expect(ApiDestinationArn).toMatch(/^arn:aws:events:eu-west-1:123456789012:api-destination\/public\/[0-9a-f-]{36}$/);
  expect(await scene.client.send(new DescribeApiDestinationCommand({ Name: 'public' }))).toMatchObject({
    ApiDestinationState: 'ACTIVE',
    InvocationRateLimitPerSecond: 300,
    HttpMethod: 'POST',
  });
});

test.each([
  ['two kinds of input', { Arn: 'arn:aws:sqs:eu-west-1:123456789012:q', Input: '1', InputPath: '$.detail' }, /Only one of Input/],
  ['a malformed path', { Arn: 'arn:aws:sqs:eu-west-1:123456789012:q', InputPath: 'detail' }, /Invalid JSON path/],
  ['an API destination without a role', { Arn: 'arn:aws:events:eu-west-1:123456789012:api-destination/a/b' }, /RoleArn is required/],
  [
    'a header that is not ASCII',
    { Arn: 'arn:aws:sqs:eu-west-1:123456789012:q', HttpParameters: { HeaderParameters: { 'X-Name': 'Ü' } } },
    /X-Name/,
  ],
  [
    'too many retries',
    { Arn: 'arn:aws:sqs:eu-west-1:123456789012:q', RetryPolicy: { MaximumRetryAttempts: 186 } },
    /less than or equal to 185/,
  ],
])('PutTargets refuses %s', async (_, target, message) => {
  await putRule('one');
  await expect(scene.client.send(new PutTargetsCommand({ Rule: 'one', Targets: [{ Id: 'a', ...target }] }))).rejects.toThrow(message);
});

test('a connection that is deauthorised has lost its secrets, until an update brings them back', async () => {
  const AuthParameters = { ApiKeyAuthParameters: { ApiKeyName: 'Webhook-Token', ApiKeyValue: 'secret' } };
  await scene.client.send(new CreateConnectionCommand({ Name: 'hook', AuthorizationType: 'API_KEY', AuthParameters }));
  expect(await scene.client.send(new DeauthorizeConnectionCommand({ Name: 'hook' }))).toMatchObject({ ConnectionState: 'DEAUTHORIZED' });
  expect(await scene.client.send(new DescribeConnectionCommand({ Name: 'hook' }))).toMatchObject({
    ConnectionState: 'DEAUTHORIZED',
    AuthParameters: {},
  });
  expect(await scene.client.send(new UpdateConnectionCommand({ Name: 'hook', AuthParameters }))).toMatchObject({
    ConnectionState: 'AUTHORIZING',
  });
});
