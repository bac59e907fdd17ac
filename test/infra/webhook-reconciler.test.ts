import { viewOf } from '@tenantry/event-pattern/leaves';
import { compileFilter } from '@tenantry/event-pattern/pattern';
import { statementsIn } from '../../lib/checks/statements.ts';
import { propertiesOf, type Resource, resourcesOf, templatesOf } from './installation-template.ts';

const { api } = templatesOf('dev');
const own = (type: string): readonly Resource[] =>
  resourcesOf(api, type)
    .filter(([id]) => id.startsWith('WebhookReconciler'))
    .map(([, resource]) => resource);

const [mapping] = own('AWS::Lambda::EventSourceMapping').map(({ Properties }) => Properties);

describe('the stream', () => {
  it('is followed from the beginning, with an end to retries and a dead-letter queue', () => {
    expect(mapping).toMatchObject({
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 10,
      ParallelizationFactor: 2,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 5,
      MaximumRecordAgeInSeconds: 3600,
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [expect.stringMatching(/^WebhookReconcilerDeadLetters/), 'Arn'] } } },
    });
  });

  const { Filters } = (mapping?.FilterCriteria ?? { Filters: [] }) as { readonly Filters: readonly { readonly Pattern: string }[] };
  const wakes = (eventName: string, pk: string, image: object) =>
    Filters.some(({ Pattern }) =>
      compileFilter(Pattern)(viewOf({ eventName, dynamodb: { Keys: { pk: { S: pk }, sk: { S: 'id' } }, NewImage: image } })),
    );

  it.each<[string, string, object, boolean]>([
    ['a new endpoint', 'INSERT', { tries: { N: '0' } }, true],
    ['a change of one that waits', 'MODIFY', { tries: { N: '0' } }, true],
    ['a change of one that a run holds', 'MODIFY', { tries: { N: '0' }, holder: { S: 'a' }, leaseEnds: { S: 'later' } }, true],
    ['the claim of a run', 'MODIFY', { tries: { N: '1' }, holder: { S: 'a' }, leaseEnds: { S: 'later' } }, false],
    ['what a run gives back', 'MODIFY', { tries: { N: '10' } }, false],
    ['what is done', 'REMOVE', {}, false],
  ])('%s (%s) wakes the function: %j → %s', (_, eventName, image, expected) => {
    expect(wakes(eventName, 'WEBHOOKS-PENDING', image)).toBe(expected);
  });

  it('tells it nothing of other items', () => {
    expect(wakes('INSERT', 'WEBHOOKS', { tries: { N: '0' } })).toBe(false);
  });
});

describe('the sweep', () => {
  it('comes every minute and is not repeated', () => {
    const rules = own('AWS::Events::Rule').map(({ Properties }) => Properties);
    expect(rules).toEqual([
      expect.objectContaining({
        ScheduleExpression: 'rate(1 minute)',
        State: 'ENABLED',
        Targets: [expect.objectContaining({ RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 } })],
      }),
    ]);
    expect(rules[0]).not.toHaveProperty('EventBusName');
    expect(own('AWS::Lambda::EventInvokeConfig').map(({ Properties }) => Properties)).toEqual([
      expect.objectContaining({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 }),
    ]);
  });
});

describe('the function', () => {
  const [lambda] = own('AWS::Lambda::Function').map(({ Properties }) => Properties);

  it('knows names, role, queue and quota, and no secret', () => {
    const { Variables } = (lambda?.Environment ?? {}) as { readonly Variables?: Readonly<Record<string, unknown>> };
    expect(Variables).toEqual({
      INSTALLATION: 'tenantry-dev',
      TABLE_NAME: expect.anything(),
      EVENT_BUS_NAME: expect.anything(),
      WEBHOOK_PREFIX: 'tenantry-dev-',
      WEBHOOK_TARGET_ROLE_ARN: expect.anything(),
      WEBHOOK_DEAD_LETTER_QUEUE_ARN: expect.anything(),
      WEBHOOK_QUOTA: '250',
      WEBHOOK_SETTLE_SECONDS: '60',
    });
  });

  it('ends before the lease of an endpoint does', () => {
    expect(lambda?.Timeout).toBe(60);
  });
});

it('the queue of undelivered webhooks takes those of rules that are made at run time', () => {
  const statements = propertiesOf('AWS::SQS::QueuePolicy', api).flatMap(statementsIn);
  expect(statements).toContainEqual({
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: { 'Fn::GetAtt': [expect.stringMatching(/^WebhooksDeadLetters/), 'Arn'] },
    Condition: {
      ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', expect.arrayContaining([expect.stringMatching(/\/tenantry-dev-\*$/)])] } },
    },
  });
});

it('the alarm of the quota watches what each sweep measures', () => {
  const alarms = own('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);
  expect(alarms.find(({ AlarmDescription }) => String(AlarmDescription).endsWith('#webhook-quota'))).toMatchObject({
    Namespace: 'Tenantry',
    MetricName: 'WebhookQuotaUsed',
    Dimensions: [{ Name: 'installation', Value: 'tenantry-dev' }],
    Threshold: 80,
    Statistic: 'Maximum',
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  });
});

it('is changed by a deployment only after the publisher, whose events its rules match', () => {
  const [, reconcile] = resourcesOf(api, 'AWS::Lambda::Function').find(([id]) => id.startsWith('WebhookReconcilerReconcile')) ?? [];
  const [publisher] = resourcesOf(api, 'AWS::Lambda::Function').find(([id]) => id.startsWith('PublisherPublish')) ?? [];
  expect(publisher).toBeDefined();
  expect((reconcile as { readonly DependsOn?: readonly string[] } | undefined)?.DependsOn).toContain(publisher);
});
