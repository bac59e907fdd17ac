import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Tenantry, TenantrySubscription, type TenantrySubscriptionProps } from '../../lib/index.ts';
import { stageConfiguration } from '../infra/stage-configuration.ts';
import { isAllowed, type Statement } from '../support/bus-policy.ts';

const [OWNER, SUBSCRIBER, STRANGER] = ['111111111111', '222222222222', '333333333333'] as const;
const REGION = 'eu-west-1';
const BUS = 'tenantry-prod';

type Properties = Readonly<Record<string, unknown>>;
type Resources = Readonly<Record<string, { readonly Type: string; readonly Properties?: Properties }>>;

const resourcesOf = (stack: Stack): Resources => (Template.fromStack(stack).toJSON() as { readonly Resources: Resources }).Resources;

/** Replaces references: to the bus by its name, and to whatever else by its logical id. */
const resolved = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map((item) => resolved(item));
  if (typeof value !== 'object' || value === null) return value;
  const { Ref: ref, 'Fn::Join': join, 'Fn::GetAtt': attribute } = value as Record<string, never>;
  if (ref !== undefined) return ref === 'AWS::Partition' ? 'aws' : String(ref).startsWith('Bus') ? BUS : ref;
  if (attribute !== undefined)
    return String(attribute[0]).startsWith('Bus') ? arnOf(`event-bus/${BUS}`) : `${attribute[0]}.${attribute[1]}`;
  if (join !== undefined) return (resolved(join[1]) as string[]).join(join[0]);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, resolved(member)]));
};

const arnOf = (resource: string): string => `arn:aws:events:${REGION}:${OWNER}:${resource}`;

const newApp = () => new App({ context: { 'aws:cdk:bundling-stacks': [] }, builtinCloudFormationValidation: false } as object);

const owned = resourcesOf(
  new Tenantry(newApp(), 'Tenantry', {
    ...{ stage: 'prod', ...stageConfiguration, account: OWNER, region: REGION },
    subscriberAccounts: [SUBSCRIBER],
  }).dataStack,
);

/** The installation, and in the other account a subscription to its bus by the ARN. */
const bothStacks = (more: Partial<TenantrySubscriptionProps> = {}) => {
  const stack = new Stack(newApp(), 'Crm', { env: { account: SUBSCRIBER, region: REGION } });
  new TenantrySubscription(stack, 'Subscription', {
    bus: EventBus.fromEventBusArn(stack, 'Bus', arnOf(`event-bus/${BUS}`)),
    events: ['reseller.organization.*'],
    target: new Queue(stack, 'Changes'),
    ...more,
  });
  const statements = Object.values(owned)
    .filter(({ Type }) => Type === 'AWS::Events::EventBusPolicy')
    .map(({ Properties }) => resolved(Properties?.Statement) as Statement);
  const buses = Object.values(owned).flatMap(({ Type, Properties }) => (Type === 'AWS::Events::EventBus' ? [Properties?.Name] : []));
  const resources = resourcesOf(stack);
  const of = (type: string) => Object.entries(resources).filter(([, { Type }]) => Type === type);
  const [[ruleId, { Properties: rule = {} }] = ['', {}]] = of('AWS::Events::Rule');
  return { buses, statements, of, ruleId, rule };
};

/** The context of a `PutRule`: the sources of its pattern. */
const sourcesOf = (rule: Properties) => ({ 'events:source': (rule.EventPattern as { readonly source: readonly string[] }).source });

// CloudFormation calls these for a rule that is made, changed and removed.
const OF_RULES = ['PutTargets', 'DescribeRule', 'ListTargetsByRule', 'TagResource', 'RemoveTargets', 'DeleteRule'];

test.each([
  ['all tenants', {}],
  ['one tenant', { tenant: '/resellers/01a22a46-d3c1-77ec-b62f-39ace9363e6a' }],
  ['snapshots of a backfill, too,', { name: 'crm' }],
])('the policy of the bus allows the rule of %s that the subscriber deploys, and to its account alone', (_of, more) => {
  const { buses, statements, rule } = bothStacks(more);
  const resource = arnOf(`rule/${BUS}/Crm-Subscription`);
  const may = (account: string, action: string, context: Readonly<Record<string, readonly string[]>> = {}) =>
    isAllowed(statements, { account, action: `events:${action}`, resource, context });
  expect(buses).toEqual([BUS]);
  expect(rule.EventBusName).toBe(arnOf(`event-bus/${BUS}`));
  expect([SUBSCRIBER, STRANGER].map((account) => may(account, 'PutRule', sourcesOf(rule)))).toEqual([true, false]);
  const own = { 'events:creatorAccount': [SUBSCRIBER] };
  expect(OF_RULES.filter((action) => !may(SUBSCRIBER, action, own))).toEqual([]);
  expect(OF_RULES.filter((action) => may(STRANGER, action, { 'events:creatorAccount': [STRANGER] }))).toEqual([]);
});

test('it allows no rule without a source or of another one, no change of a rule of another account, and no event', () => {
  const { statements, rule } = bothStacks();
  const may = (action: string, resource: string, context: Readonly<Record<string, readonly string[]>> = {}) =>
    isAllowed(statements, { account: SUBSCRIBER, action: `events:${action}`, resource, context });
  const mine = arnOf(`rule/${BUS}/mine`);
  for (const source of ['tenantry.canary', 'tenantry.directed', 'aws.s3'])
    expect([source, may('PutRule', mine, { 'events:source': ['tenantry', source] })]).toEqual([source, false]);
  expect(may('PutRule', mine)).toBe(false);
  expect(may('PutRule', arnOf('rule/other-bus/mine'), sourcesOf(rule))).toBe(false);
  const foreign = { 'events:creatorAccount': [OWNER] };
  expect([...OF_RULES, 'DisableRule'].filter((action) => may(action, mine, foreign))).toEqual([]);
  expect(may('PutRule', mine, { ...sourcesOf(rule), ...foreign })).toBe(false);
  for (const action of ['PutEvents', 'PutPermission', 'DeleteEventBus']) expect(may(action, arnOf(`event-bus/${BUS}`))).toBe(false);
});

test('the queues of the subscriber, with the target and its dead letters, let this one rule send', () => {
  const { of, ruleId, rule } = bothStacks();
  const targets = rule.Targets as readonly { readonly Arn: unknown; readonly DeadLetterConfig: { readonly Arn: unknown } }[];
  expect(targets).toHaveLength(1);
  const wanted = targets.flatMap(({ Arn, DeadLetterConfig }) => [resolved(Arn), resolved(DeadLetterConfig.Arn)]);
  const allowed = of('AWS::SQS::QueuePolicy').flatMap(([, { Properties = {} }]) => {
    const { Statement: statements } = resolved(Properties.PolicyDocument) as { readonly Statement: readonly Properties[] };
    const isRule = ({ Effect, Principal, Condition }: Properties) =>
      Effect === 'Allow' &&
      JSON.stringify(Principal) === '{"Service":"events.amazonaws.com"}' &&
      JSON.stringify(Condition) === JSON.stringify({ ArnEquals: { 'aws:SourceArn': `${ruleId}.Arn` } });
    return statements.filter(isRule).map(({ Resource }) => Resource);
  });
  expect(allowed.toSorted()).toEqual(wanted.toSorted());
  // A role of EventBridge is for targets in a third account.
  expect(JSON.stringify(targets)).not.toContain('RoleArn');
});
