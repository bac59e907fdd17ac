import type { Template } from '../src/template/assembly.ts';
import { type Fixture, writeAssembly } from './assembly-fixture.ts';
import { lambda } from './lambda-resource.ts';
import { AWS_CALL, allow, LOGGING, permission, queuePolicy, role } from './rights.ts';

const call = `${AWS_CALL}
const events = (action, body) => aws(process.env.AWS_ENDPOINT_URL_EVENTBRIDGE, 'AWSEvents.' + action, body);`;

/** Makes an endpoint from the template's secret, unless it is there. */
const reconciler = `${call}
export const handler = async (event) => {
  console.log(event['detail-type'], event.resources[0]);
  const bus = process.env.BUS;
  const { Rules } = await events('ListRules', { EventBusName: bus, NamePrefix: 'made' });
  if (Rules.length > 0) return;
  const { SecretString } = await aws(process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER, 'secretsmanager.GetSecretValue', { SecretId: process.env.SECRET });
  const { ConnectionArn } = await events('CreateConnection', {
    Name: 'made', AuthorizationType: 'API_KEY', AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: 'Webhook-Token', ApiKeyValue: SecretString } },
  });
  const { ApiDestinationArn } = await events('CreateApiDestination', { Name: 'made', ConnectionArn, HttpMethod: 'POST', InvocationEndpoint: process.env.HOOK });
  await events('PutRule', { Name: 'made', EventBusName: bus, EventPattern: JSON.stringify({ source: ['hooks'] }) });
  await events('PutTargets', { Rule: 'made', EventBusName: bus, Targets: [
    { Id: 'webhook', Arn: ApiDestinationArn, RoleArn: process.env.ROLE, InputPath: '$.detail', DeadLetterConfig: { Arn: process.env.LETTERS } },
  ] });
};`;

/** Tells the bus of each dead letter; fails on the first receipt of one. */
const collector = `${call}
export const handler = async ({ Records }) => {
  const batchItemFailures = [];
  for (const { messageId, body, attributes, messageAttributes } of Records) {
    if (attributes.ApproximateReceiveCount === '1') batchItemFailures.push({ itemIdentifier: messageId });
    else await events('PutEvents', { Entries: [{ EventBusName: process.env.BUS, Source: 'collector', DetailType: 'hook.failed',
      Detail: JSON.stringify({ of: JSON.parse(body).detail, code: messageAttributes.ERROR_CODE.stringValue }) }] });
  }
  return { batchItemFailures };
};`;

const hooks = (hookUrl: string): Template => ({
  Resources: {
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'hooks' } },
    Archive: {
      Type: 'AWS::Events::Archive',
      Properties: { SourceArn: { 'Fn::GetAtt': ['Bus', 'Arn'] }, EventPattern: { source: ['hooks'] }, RetentionDays: 7 },
    },
    Secret: {
      Type: 'AWS::SecretsManager::Secret',
      Properties: { Name: 'hooks/token', GenerateSecretString: { ExcludePunctuation: true, PasswordLength: 40 } },
    },
    Letters: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'letters' } },
    LettersPolicy: queuePolicy('Letters'),
    Target: role('events', allow('events:InvokeApiDestination')),
    ReconcilerRole: role(
      'lambda',
      LOGGING,
      allow(['events:*', 'secretsmanager:*']),
      allow(['iam:PassRole', 'iam:CreateServiceLinkedRole']),
    ),
    ReconcilerPermission: permission('Reconciler', 'events'),
    Reconciler: lambda('reconciler', 'ReconcilerRole', {
      ROLE: { 'Fn::GetAtt': ['Target', 'Arn'] },
      BUS: { Ref: 'Bus' },
      SECRET: { Ref: 'Secret' },
      HOOK: hookUrl,
      LETTERS: { 'Fn::GetAtt': ['Letters', 'Arn'] },
    }),
    CollectorRole: role(
      'lambda',
      LOGGING,
      allow('events:PutEvents', { 'Fn::GetAtt': ['Bus', 'Arn'] }),
      allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], { 'Fn::GetAtt': ['Letters', 'Arn'] }),
    ),
    Collector: lambda('collector', 'CollectorRole', { BUS: { Ref: 'Bus' } }),
    Sweep: {
      Type: 'AWS::Events::Rule',
      Properties: {
        ScheduleExpression: 'rate(1 day)',
        State: 'ENABLED',
        Targets: [{ Id: 'T', Arn: { 'Fn::GetAtt': ['Reconciler', 'Arn'] } }],
      },
    },
    Collecting: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::GetAtt': ['Letters', 'Arn'] },
        FunctionName: { Ref: 'Collector' },
        BatchSize: 10,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: 2 },
      },
    },
  },
  Outputs: { Archive: { Value: { 'Fn::GetAtt': ['Archive', 'Arn'] } }, Bus: { Value: { 'Fn::GetAtt': ['Bus', 'Arn'] } } },
});

/**
 * A system that makes its own webhooks, as CDK would write it: schedule → reconciler → destination,
 * and dead letters → collector → bus.
 */
export const hooksAssembly = (hookUrl: string): Fixture => writeAssembly({ Hooks: hooks(hookUrl) }, { reconciler, collector });
