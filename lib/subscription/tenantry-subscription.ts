import { Duration, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { type CfnRule, type IEventBus, Rule } from 'aws-cdk-lib/aws-events';
import type { IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DEFAULT_DEDUP_DAYS } from '../../consumer/settings.ts';
import { PERIOD } from '../base/metric.ts';
import { requireProps } from '../base/require-props.ts';
import { RunbookAlarm } from '../base/runbook-alarm.ts';
import { DedupTable } from './dedup-table.ts';
import { type EventSelection, matchedNames, rulePatternOf } from './event-rule-pattern.ts';
import { type DeliveryPolicy, isFunction, keepFailedEvents, ruleTargetOf, type SubscriptionTarget } from './subscription-target.ts';

/** The events, their target, and what happens when it fails. */
export interface TenantrySubscriptionProps extends EventSelection {
  /** `tenantry.bus`, or an imported one: by its name, its ARN or an SSM parameter. */
  readonly bus: IEventBus;
  /** A function, a standard queue, or a state machine. */
  readonly target: SubscriptionTarget;
  /** Deliveries that EventBridge repeats, 0 to 185. @default 185 */
  readonly retryAttempts?: number;
  /** The age at which an event is a dead letter, from a minute to a day. @default a day */
  readonly maxEventAge?: Duration;
  /**
   * Further invocations of a function that failed, after one and two minutes: 0 to 2.
   * @default 2
   */
  readonly handlerRetries?: number;
  /**
   * Makes a table for `oncePerEvent`, which keeps ids for these days; `true`: 16 days.
   * @default none
   */
  readonly dedup?: boolean | { readonly days: number };
  /** Notified when the alarm begins and ends. */
  readonly alarmTopic?: ITopic;
  /**
   * The page that the alarm names; its heading is `subscription-dead-letters`.
   * @default Tenantry's
   */
  readonly runbook?: string;
}

/** As long as SQS keeps a message. */
const LONGEST_DAYS = 14;

/**
 * Delivers events of Tenantry to a target: a rule on the bus with retries, a dead-letter queue, and
 * an alarm when it has a message.
 * @example
 * const events = ['reseller.organization.*'] as const;
 * new TenantrySubscription(this, 'Crm', { bus, events, target: queue });
 */
export class TenantrySubscription extends Construct {
  readonly rule: Rule;
  /** The queue of events that were not delivered, or that the function failed for. */
  readonly deadLetters: Queue;
  readonly alarm: Alarm;
  /** The entries of the installation's schema registry that describe what the rule matches. */
  readonly schemas: readonly string[];
  readonly #dedup: DedupTable | undefined;

  /** @throws {Error} a sentence that names the event, tenant or option that is wrong */
  constructor(scope: Construct, id: string, props: TenantrySubscriptionProps) {
    super(scope, id);
    requireProps(this, props, ['bus', 'events', 'target']);
    const { bus, events, target, dedup, alarmTopic, runbook } = props;
    this.schemas = matchedNames(props).map((name) => `tenantry@${name}`);
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(LONGEST_DAYS),
    });
    this.rule = this.#addRule(props);
    const policy = policyOf(props, this.deadLetters);
    this.rule.addTarget(ruleTargetOf(target, policy));
    if (isFunction(target)) keepFailedEvents(target, policy);
    if (dedup) this.#dedup = new DedupTable(this, 'Dedup', { days: dedup === true ? DEFAULT_DEDUP_DAYS : dedup.days });
    if (dedup && isFunction(target)) this.grantDedup(target);
    this.alarm = new RunbookAlarm(this, 'Alarm', {
      configuration: { alarmTopicArn: alarmTopic?.topicArn },
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible({ period: PERIOD, statistic: 'Maximum' }),
      threshold: 1,
      advice: `Events (${events.join(', ')} of ${bus.eventBusName}) did not reach their target, or it failed for them.`,
      heading: 'subscription-dead-letters',
      ...(runbook !== undefined && { runbook }),
    }).alarm;
  }

  /**
   * Lets a function that consumes the target queue recognise duplicates by `oncePerEvent`; the
   * function that is itself the target can already.
   * @throws {Error} without `dedup`, or for a function that takes no variables, such as an alias
   */
  grantDedup(handler: IFunction): void {
    if (this.#dedup === undefined) throw new Error(`${this.node.path} has no table of event ids: set dedup: true`);
    if (!('addEnvironment' in handler))
      throw new Error(`dedup sets variables of the function, which ${handler.node.path} does not have: name the function itself`);
    this.#dedup.grant(handler as LambdaFunction);
  }

  #addRule(props: TenantrySubscriptionProps): Rule {
    const { bus } = props;
    const { region } = Stack.of(this);
    if (Token.compareStrings(bus.env.region, region) === TokenComparison.DIFFERENT)
      throw new Error(`The bus is in ${bus.env.region} and the subscription in ${region}: a rule is in the Region of its bus`);
    const rule = new Rule(this, 'Rule', {
      eventBus: bus,
      description: descriptionOf(props, this.schemas),
      eventPattern: rulePatternOf(props),
    });
    // The CDK names the bus, and a name is that of a bus of the same account.
    const sameAccount = Token.compareStrings(bus.env.account, Stack.of(this).account) === TokenComparison.SAME;
    if (!sameAccount) (rule.node.defaultChild as CfnRule).eventBusName = bus.eventBusArn;
    return rule;
  }
}

const MOST_CHARACTERS = 512;

const descriptionOf = ({ events, bus, installation = bus.eventBusName }: TenantrySubscriptionProps, schemas: readonly string[]): string => {
  const text = `Tenantry: ${events.join(', ')}. Schemas in the registry ${installation}: `;
  const all = schemas.join(', ');
  return text.length + all.length <= MOST_CHARACTERS - 64 ? `${text}${all}` : `${text}${schemas.length}, tenantry@<event>`;
};

const policyOf = (
  { retryAttempts = 185, maxEventAge = Duration.days(1), handlerRetries = 2 }: TenantrySubscriptionProps,
  deadLetterQueue: Queue,
): DeliveryPolicy => {
  requireWithin('retryAttempts', retryAttempts, 0, 185);
  requireWithin('maxEventAge, in seconds,', maxEventAge.toSeconds(), 60, 86_400);
  requireWithin('handlerRetries', handlerRetries, 0, 2);
  return { deadLetterQueue, retryAttempts, maxEventAge, handlerRetries };
};

const requireWithin = (name: string, value: number, least: number, most: number): void => {
  if (!Number.isInteger(value) || value < least || value > most)
    throw new Error(`${name} must be a whole number from ${least} to ${most}, not ${value}`);
};
