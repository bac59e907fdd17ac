import type { Resources } from '../../lib/checks/template.ts';

const RECEIVER = `
const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs');
const sqs = new SQSClient();
exports.handler = async ({ rawPath: path, headers, body = '', isBase64Encoded }) => {
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;
  const MessageBody = JSON.stringify({ path, headers, body: text });
  await sqs.send(new SendMessageCommand({ QueueUrl: process.env.ARRIVALS_URL, MessageBody }));
  const statusCode = Number(/^\\/status\\/(\\d{3})$/.exec(path)?.[1] ?? 200);
  return { statusCode, headers: statusCode === 401 ? { 'www-authenticate': 'Bearer' } : {} };
};
`;

const KINDS = ['event-bus', 'rule'] as const;

/**
 * The kinds of source ARN that the dead-letter queues of the buses under a key accept, with the
 * outputs that name them.
 */
export const KEYED = KINDS.map((takesFrom) => {
  const id = takesFrom === 'rule' ? 'Rule' : 'Bus';
  return { takesFrom, id, busOutput: `Keyed${id}Name`, queueOutput: `Keyed${id}QueueUrl` } as const;
});

const att = (id: string, name: string) => ({ 'Fn::GetAtt': [id, name] });
const ref = (id: string) => ({ Ref: id });
const arn = (service: string, ...resource: readonly unknown[]) => ({
  'Fn::Join': [':', [...['arn', ref('AWS::Partition'), service, ref('AWS::Region'), ref('AWS::AccountId')], joined(resource)]],
});
const joined = (parts: readonly unknown[]) => ({ 'Fn::Join': ['', parts] });
const allow = (service: string, action: unknown, others: object) => ({
  Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: action, ...others }],
});
/** Returns a role that a service assumes for one action. */
const role = (service: string, Action: string, Resource: unknown) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: allow(`${service}.amazonaws.com`, 'sts:AssumeRole', {}),
    Policies: [{ PolicyName: 'Allow', PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource }] } }],
  },
});

/** Returns the name of the bus that only questions use. */
export const probeBusName = (installation: string): string => `${installation}-probe`;

/**
 * Returns the template of what the questions need besides the product: a bus, a receiver of
 * webhooks, a role to call it with, and buses under a key.
 */
export const probeTemplate = (installation: string): { readonly Resources: Resources } & Readonly<Record<string, unknown>> => ({
  Parameters: { KeyEnabled: { Type: 'String', AllowedValues: ['true', 'false'], Default: 'true' } },
  Resources: {
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: probeBusName(installation) } },
    ...receiver(),
    InvokeRole: role('events', 'events:InvokeApiDestination', arn('events', 'api-destination/first-hour-*')),
    Key: {
      Type: 'AWS::KMS::Key',
      Properties: { Enabled: ref('KeyEnabled'), PendingWindowInDays: 7, KeyPolicy: keyPolicy },
    },
    ...Object.assign({}, ...KEYED.map((keyed) => keyedBus(installation, keyed))),
  },
  Outputs: {
    BusName: { Value: ref('Bus') },
    ReceiverUrl: { Value: att('ReceiverApi', 'ApiEndpoint') },
    ArrivalsUrl: { Value: ref('Arrivals') },
    InvokeRoleArn: { Value: att('InvokeRole', 'Arn') },
    ...Object.fromEntries(
      KEYED.flatMap(({ id, busOutput, queueOutput }) => [
        [busOutput, { Value: ref(`${id}Keyed`) }],
        [queueOutput, { Value: ref(`${id}Queue`) }],
      ]),
    ),
  },
});

const receiver = (): Resources => ({
  Arrivals: { Type: 'AWS::SQS::Queue', Properties: { MessageRetentionPeriod: 3600 } },
  ReceiverRole: role('lambda', 'sqs:SendMessage', att('Arrivals', 'Arn')),
  Receiver: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      ...{ Runtime: 'nodejs24.x', Handler: 'index.handler', Code: { ZipFile: RECEIVER }, Role: att('ReceiverRole', 'Arn') },
      ...{ Timeout: 5, MemorySize: 256, Environment: { Variables: { ARRIVALS_URL: ref('Arrivals') } } },
    },
  },
  ReceiverApi: {
    Type: 'AWS::ApiGatewayV2::Api',
    Properties: { Name: ref('AWS::StackName'), ProtocolType: 'HTTP', Target: att('Receiver', 'Arn') },
  },
  ReceiverPermission: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      ...{ Action: 'lambda:InvokeFunction', FunctionName: ref('Receiver'), Principal: 'apigateway.amazonaws.com' },
      SourceArn: arn('execute-api', ref('ReceiverApi'), '/*'),
    },
  },
});

const keyPolicy = {
  Statement: [
    {
      ...{ Effect: 'Allow', Action: 'kms:*', Resource: '*' },
      Principal: { AWS: ref('AWS::AccountId') },
    },
    {
      ...{ Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'], Resource: '*' },
      ...{ Principal: { Service: 'events.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } } },
    },
  ],
};

/**
 * Returns a bus under the key, a rule that makes it read every event, and a dead-letter queue that
 * accepts one kind of source.
 */
const keyedBus = (installation: string, { takesFrom, id }: (typeof KEYED)[number]): Resources => {
  const name = `${installation}-keyed-${id.toLowerCase()}`;
  const source = takesFrom === 'rule' ? `rule/${name}/*` : `event-bus/${name}`;
  const PolicyDocument = allow('events.amazonaws.com', 'sqs:SendMessage', {
    ...{ Resource: att(`${id}Queue`, 'Arn'), Condition: { ArnLike: { 'aws:SourceArn': arn('events', source) } } },
  });
  return {
    [`${id}Queue`]: { Type: 'AWS::SQS::Queue', Properties: { MessageRetentionPeriod: 3600 } },
    [`${id}QueuePolicy`]: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [ref(`${id}Queue`)], PolicyDocument } },
    [`${id}Keyed`]: {
      Type: 'AWS::Events::EventBus',
      Properties: { Name: name, KmsKeyIdentifier: att('Key', 'Arn'), DeadLetterConfig: { Arn: att(`${id}Queue`, 'Arn') } },
    },
    [`${id}Reader`]: {
      Type: 'AWS::Events::Rule',
      Properties: {
        ...{ EventBusName: ref(`${id}Keyed`), EventPattern: { source: [{ prefix: 'first-hour-' }] } },
        Targets: [{ Id: 'nowhere', Arn: att('Arrivals', 'Arn') }],
      },
    },
  };
};
