import { readFileSync } from 'node:fs';
import { viewOf } from '@tenantry/event-pattern/leaves';
import { compilePattern } from '@tenantry/event-pattern/pattern';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { DefinitionBody, Pass, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { snapshotSource } from '../../functions/shared/contract/event.ts';
import { TenantrySubscription, type TenantrySubscriptionProps } from '../../lib/index.ts';

const env = { account: '222222222222', region: 'eu-west-1' };
const ARN = 'arn:aws:events:eu-west-1:111111111111:event-bus/tenantry-prod';

const newStack = () => new Stack(new App({ builtinCloudFormationValidation: false }), 'Crm', { env });
const byName = (stack: Stack): IEventBus => EventBus.fromEventBusName(stack, 'Bus', 'tenantry-prod');
const functionIn = (stack: Stack) =>
  new LambdaFunction(stack, 'Handler', { code: Code.fromInline('.'), handler: 'index.handler', runtime: Runtime.NODEJS_24_X });

interface Wanted extends Partial<Omit<TenantrySubscriptionProps, 'target' | 'bus'>> {
  readonly bus?: (stack: Stack) => IEventBus;
  readonly target?: (stack: Stack) => TenantrySubscriptionProps['target'];
}

const subscribe = ({ bus = byName, target = (stack) => new Queue(stack, 'Queue'), ...props }: Wanted = {}) => {
  const stack = newStack();
  const subscription = new TenantrySubscription(stack, 'Subscription', {
    events: ['reseller.organization.*'],
    ...props,
    ...{ bus: bus(stack), target: target(stack) },
  });
  return { stack, subscription, template: Template.fromStack(stack) };
};

const ruleOf = (template: Template) => {
  const [rule] = Object.values(template.findResources('AWS::Events::Rule')) as { readonly Properties: Readonly<Record<string, unknown>> }[];
  return rule?.Properties ?? {};
};

describe('the rule', () => {
  it('has the pattern of names and beginnings, retries for a day, and a dead-letter queue', () => {
    const { template } = subscribe({ events: ['reseller.organization.*', 'partner.created'] });
    expect(ruleOf(template)).toMatchObject({
      EventBusName: 'tenantry-prod',
      EventPattern: { source: ['tenantry'], 'detail-type': [{ prefix: 'reseller.organization.' }, 'partner.created'] },
      Targets: [
        { RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 }, DeadLetterConfig: { Arn: expect.anything() } },
      ],
    });
  });

  const matches = (tenant: string, lineage: readonly string[], source = 'tenantry') => {
    const pattern = JSON.stringify(ruleOf(subscribe({ tenant }).template).EventPattern);
    const event = { source, 'detail-type': 'reseller.organization.created', detail: { metadata: { lineage } } };
    return compilePattern(pattern)(viewOf(event));
  };

  it.each([
    ['its own', '/partners/1/9', ['/partners/1', '/partners/9'], true],
    ['a tenant below', '/partners/9', ['/partners/1', '/partners/9', '/partners/12'], true],
    ['the tenant above', '/partners/1/9', ['/partners/1'], false],
    ['a tenant whose id begins the same', '/partners/9', ['/partners/1', '/partners/91'], false],
  ])('of a tenant matches the events of %s: %s, %j', (_whose, tenant, lineage, expected) => {
    expect(matches(tenant, lineage)).toBe(expected);
  });

  it.each(['tenantry.canary', 'tenantry.directed'])('never matches an event of %s', (source) => {
    expect(matches('/partners/9', ['/partners/9'], source)).toBe(false);
  });

  it('names the entries of the schema registry that describe the events', () => {
    const { subscription, template } = subscribe({ events: ['reseller.limit.*'] });
    expect(subscription.schemas).toEqual(['tenantry@reseller.limit.approaching', 'tenantry@reseller.limit.reached']);
    expect(ruleOf(template).Description).toContain('registry tenantry-prod: tenantry@reseller.limit.approaching');
  });

  it('with a name also names the entries of the snapshots, which its rule matches', () => {
    const { subscription } = subscribe({ name: 'crm', events: ['reseller.created'] });
    const snapshots = ['partner', 'partner.contact', 'reseller', 'reseller.organization'].map((entity) => `tenantry@${entity}.snapshot`);
    expect(subscription.schemas).toEqual(['tenantry@reseller.created', ...snapshots]);
  });

  it('with a name matches the snapshots of a backfill to it, and of no other', () => {
    const pattern = JSON.stringify(ruleOf(subscribe({ name: 'crm', events: ['reseller.created'] }).template).EventPattern);
    const sent = (to: string) => compilePattern(pattern)(viewOf({ source: snapshotSource(to), 'detail-type': 'reseller.snapshot' }));
    expect([sent('crm'), sent('billing')]).toEqual([true, false]);
    const live = compilePattern(pattern)(viewOf({ source: 'tenantry', 'detail-type': 'reseller.created' }));
    expect(live).toBe(true);
    expect(() => subscribe({ name: 'My CRM' })).toThrow('The name "My CRM" must match');
  });

  it('matches one installation of a bus that several share', () => {
    expect(ruleOf(subscribe({ installation: 'tenantry-prod' }).template).EventPattern).toMatchObject({ resources: ['tenantry-prod'] });
  });
});

describe('a bus', () => {
  it('of another account is named by its ARN, and its rule may send to the queues', () => {
    const { template } = subscribe({ bus: (stack) => EventBus.fromEventBusArn(stack, 'Bus', ARN) });
    expect(ruleOf(template).EventBusName).toBe(ARN);
    template.resourceCountIs('AWS::SQS::QueuePolicy', 2);
  });

  it('of the same account is named by the parameter that the installation keeps', () => {
    const bus = (stack: Stack) =>
      EventBus.fromEventBusName(stack, 'Bus', StringParameter.valueForStringParameter(stack, '/tenantry/tenantry-prod/bus'));
    expect(ruleOf(subscribe({ bus }).template).EventBusName).toEqual({ Ref: expect.stringContaining('tenantrytenantryprodbus') });
  });

  it('of another Region is refused', () => {
    const bus = (stack: Stack) => EventBus.fromEventBusArn(stack, 'Bus', ARN.replace('eu-west-1', 'us-east-1'));
    expect(() => subscribe({ bus })).toThrow('The bus is in us-east-1 and the subscription in eu-west-1');
  });
});

describe('a target', () => {
  it('that is a function also sends what it failed for to the dead-letter queue, by its role', () => {
    const { template } = subscribe({ target: functionIn, handlerRetries: 1, maxEventAge: Duration.hours(1) });
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      ...{ MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 3600 },
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [Match.stringLikeRegexp('^SubscriptionDeadLetters'), 'Arn'] } } },
    });
    const statement = { Action: Match.arrayWith(['sqs:SendMessage']), Effect: 'Allow' };
    template.hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: Match.arrayWith([Match.objectLike(statement)]) } });
  });

  it('that is a state machine is started by a role', () => {
    const target = (stack: Stack) =>
      new StateMachine(stack, 'Machine', { definitionBody: DefinitionBody.fromChainable(new Pass(stack, 'Pass')) });
    expect(ruleOf(subscribe({ target }).template).Targets).toMatchObject([
      { RoleArn: expect.anything(), DeadLetterConfig: expect.anything() },
    ]);
  });

  it('gets its own configuration for failures left as it is', () => {
    const target = (stack: Stack) => {
      const handler = functionIn(stack);
      handler.configureAsyncInvoke({ retryAttempts: 0 });
      return handler;
    };
    subscribe({ target }).template.resourcePropertiesCountIs('AWS::Lambda::EventInvokeConfig', { MaximumRetryAttempts: 0 }, 1);
  });
});

describe('the table of event ids', () => {
  it('forgets by TTL, and the function may use no more than its claims need', () => {
    const { template } = subscribe({ target: functionIn, dedup: { days: 3 } });
    template.hasResourceProperties('AWS::DynamoDB::Table', { TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true } });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { TENANTRY_DEDUP_TABLE: Match.anyValue(), TENANTRY_DEDUP_DAYS: '3' } },
    });
    const statement = { Action: ['dynamodb:UpdateItem', 'dynamodb:DeleteItem'], Effect: 'Allow' };
    template.hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: Match.arrayWith([Match.objectLike(statement)]) } });
  });

  it('keeps an id longer than a dead letter can be old: a day of deliveries, six hours in Lambda, 14 days in the queue', () => {
    const { template } = subscribe({ target: functionIn, dedup: true });
    const [handler] = Object.values(template.findResources('AWS::Lambda::Function'));
    const [queue] = Object.values(template.findResources('AWS::SQS::Queue', { Properties: { MessageRetentionPeriod: Match.anyValue() } }));
    const oldest = 86_400 + 6 * 3600 + Number(queue?.Properties.MessageRetentionPeriod);
    expect(Number(handler?.Properties.Environment.Variables.TENANTRY_DEDUP_DAYS) * 86_400).toBeGreaterThan(oldest);
  });

  it('is there only when it is asked for', () => {
    const { subscription, stack, template } = subscribe();
    template.resourceCountIs('AWS::DynamoDB::Table', 0);
    expect(() => subscription.grantDedup(functionIn(stack))).toThrow('set dedup: true');
  });

  it('cannot be named to what takes no variables', () => {
    const target = (stack: Stack) => LambdaFunction.fromFunctionName(stack, 'Imported', 'add-customer');
    expect(() => subscribe({ target, dedup: true })).toThrow('name the function itself');
  });
});

it('the alarm watches the dead-letter queue, and names a section of the runbook', () => {
  const { template } = subscribe();
  const [alarm] = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
  expect(alarm?.Properties).toMatchObject({ MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 1 });
  const [, heading = ''] = / See docs\/runbook\.md#(\S+)$/.exec(String(alarm?.Properties.AlarmDescription)) ?? [];
  expect(readFileSync('docs/runbook.md', 'utf8').toLowerCase().replaceAll(' ', '-')).toContain(`###-${heading}\n`);
});

it.each([
  [{ events: ['reseller.organisation.*'] }, 'Tenantry has no event "reseller.organisation.*": did you mean reseller.organization.*?'],
  [{ events: ['invoice.paid'] }, 'Tenantry has no event "invoice.paid": known are partner.created'],
  [{ events: [] }, 'A subscription needs events'],
  [{ tenant: '/partner/9' }, '"/partner/9" is no tenant: write /partners/<id> or /resellers/<id>'],
  [{ retryAttempts: 186 }, 'retryAttempts must be a whole number from 0 to 185, not 186'],
  [{ maxEventAge: Duration.seconds(59) }, 'maxEventAge, in seconds, must be a whole number from 60 to 86400, not 59'],
  [{ handlerRetries: 3 }, 'handlerRetries must be a whole number from 0 to 2, not 3'],
  [{ dedup: { days: 0 } }, 'dedup.days must be a whole number from 1 to 365, not 0'],
])('synthesis refuses %j', (props, words) => {
  expect(() => subscribe(props as Wanted)).toThrow(words);
});
