import type { Target } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../base/aws-error.ts';
import type { BridgeRights } from '../iam/service-rights.ts';
import type { apiDestinationSender } from './api-destination-sender.ts';
import type { QueueSender } from './dead-letter.ts';
import type { Delivery, deliveries, Origin, Undeliverable } from './delivery.ts';
import { asWritten } from './detail.ts';
import { type Outcome, refused } from './outcome.ts';
import { type EventBus, type EventEnvelope, nameOf, type Registry, type Rule } from './resources.ts';
import { decodedInput, targetInput } from './target-input.ts';

/** Queues an event for a Lambda function by ARN; rejects when there is no such function. */
export type InvokeFunction = (arn: string, event: unknown) => Promise<void>;

/** The bus of an accepted event, and the names of the rules it matched. */
export type EventMatch = { readonly eventBusName: string; readonly rules: readonly string[] };

type DispatchOptions = {
  readonly registry: Registry;
  /** The rules of a bus that have taken effect. */
  readonly rulesOf: (bus: EventBus) => readonly Rule[];
  readonly sender: ReturnType<typeof apiDestinationSender>;
  readonly deliveries: ReturnType<typeof deliveries>;
  readonly queues: QueueSender | undefined;
  readonly rights: BridgeRights;
  readonly invokeFunction: InvokeFunction | undefined;
  readonly onEvent: (event: EventEnvelope, match: EventMatch) => void;
  /** Keeps an event that a bus accepted. */
  readonly archive: (event: EventEnvelope, bus: EventBus) => void;
  readonly log: (message: string) => void;
};

/** Which rules of a bus an event is for at all. */
export type WantsRule = (rule: Rule) => boolean;

const anyRule: WantsRule = () => true;

type RuleName = Origin['rule'];

type Channel = Pick<Delivery, 'endpoint' | 'admit' | 'attempt'>;

const delivered: Outcome = { kind: 'delivered' };

const at = (name: string, arn: string, attempt: () => Promise<Outcome>): Channel => ({
  endpoint: () => ({ name, url: arn }),
  admit: () => Promise.resolve(true),
  attempt,
});

const notPermitted = (arn: string): Outcome => refused('NO_PERMISSIONS', `EventBridge is not permitted to send to ${arn}.`);

const lastName = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1);

/**
 * Sends accepted events of a bus to the targets of every enabled rule they match, and scheduled
 * ones to those of their rule.
 */
export const dispatcher = (options: DispatchOptions) => {
  const { registry, rulesOf, sender, deliveries, queues, rights, invokeFunction, onEvent, archive, log } = options;
  const toFunction = (arn: string, input: string, { arn: ruleArn }: RuleName): Channel =>
    at(lastName(arn), arn, async () => {
      if (!rights.invokeFunction(ruleArn, arn)) return notPermitted(arn);
      if (invokeFunction === undefined) return refused('NO_RESOURCE', `The function ${arn} does not exist.`);
      const failure = await invokeFunction(arn, decodedInput(input)).then(() => undefined, String);
      return failure === undefined ? delivered : { kind: 'failed', retryable: true, code: 'ERROR_FROM_TARGET', message: failure };
    });

  const toQueue = (arn: string, input: string, { arn: ruleArn }: RuleName): Channel =>
    at(lastName(arn), arn, async () => {
      if (!rights.sendToQueue(ruleArn, arn)) return notPermitted(arn);
      try {
        if (queues === undefined) throw new Error('no queues');
        await queues.send(arn, { body: input });
        return delivered;
      } catch (error) {
        return refused('NO_RESOURCE', `The queue ${arn} takes no message: ${String(error)}`);
      }
    });

  const toBus = (arn: string, event: EventEnvelope, passed: readonly string[]): Channel =>
    at(nameOf(arn), arn, async () => {
      const name = nameOf(arn);
      if (!registry.buses.has(name)) return refused('NO_RESOURCE', `The event bus ${arn} does not exist.`);
      if (passed.includes(name)) return refused('INVALID_PARAMETER', `The event has already passed the event bus ${arn}.`);
      dispatch(event, name, passed);
      return delivered;
    });

  const toDestination = (arn: string, event: EventEnvelope, target: Target, input: string, { arn: ruleArn }: RuleName): Channel => ({
    endpoint: () => sender.endpoint(arn),
    admit: () => sender.admit(arn),
    attempt: async () =>
      rights.invokeDestination(target.RoleArn, arn, ruleArn) ? sender.send(arn, event, target, input) : notPermitted(arn),
  });

  const channel = (rule: RuleName, target: Target, event: EventEnvelope, input: string, passed: readonly string[]): Channel => {
    const arn = target.Arn ?? '';
    if (arn.includes(':api-destination/')) return toDestination(arn, event, target, input, rule);
    if (arn.startsWith('arn:aws:lambda:')) return toFunction(arn, input, rule);
    if (arn.startsWith('arn:aws:sqs:')) return toQueue(arn, input, rule);
    if (arn.includes(':event-bus/')) return toBus(arn, event, passed);
    return at(lastName(arn), arn, async () =>
      refused('INVALID_PARAMETER', `Targets such as ${arn} are not served by the embedded runtime.`),
    );
  };

  const common = (origin: Origin) => ({
    origin,
    event: origin.event,
    ruleArn: origin.rule.arn,
    targetArn: origin.target.Arn ?? '',
    retryPolicy: origin.target.RetryPolicy,
    deadLetterArn: origin.target.DeadLetterConfig?.Arn,
  });

  const delivery = (origin: Origin): Delivery | Undeliverable => {
    const { rule, target, event, passed } = origin;
    try {
      return { ...common(origin), ...channel(rule, target, event, targetInput(target, event, rule), passed) };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return { ...common(origin), ...channel(rule, target, event, '', passed), failure: refused(error.name, error.message) };
    }
  };

  const send = ({ name, busName, arn }: Rule, target: Target, event: EventEnvelope, passed: readonly string[]): void =>
    deliveries.start(delivery({ event, rule: { name, busName, arn }, target, passed }));

  /**
   * Rebuilds a pending delivery. The template's resources have new ARNs, so the target comes from
   * its rule where that still has it.
   */
  const rebuild = (origin: Origin): Delivery | Undeliverable => {
    const { rule, target } = origin;
    const present = registry.buses
      .get(rule.busName)
      ?.rules.get(rule.name)
      ?.targets.get(target.Id ?? '');
    return delivery({ ...origin, target: present ?? target });
  };

  const feed = (rule: Rule, event: EventEnvelope, passed: readonly string[] = []): void => {
    for (const target of rule.targets.values()) send(rule, target, event, passed);
  };

  /** Isolates a rule: a broken one does not keep the event from the others. */
  const apart = <Result>(rule: Rule, event: EventEnvelope, act: () => Result): Result | undefined => {
    try {
      return act();
    } catch (error) {
      log(`event ${event.id} (${event['detail-type']}) is not for the rule ${rule.name}, which is broken: ${String(error)}`);
      return undefined;
    }
  };

  const dispatch = (event: EventEnvelope, busName: string, passed: readonly string[] = [], wants: WantsRule = anyRule): void => {
    const bus = registry.buses.get(nameOf(busName));
    // AWS accepts the entry and drops it silently.
    if (bus === undefined) {
      log(`event ${event.id} (${event['detail-type']}) is dropped: there is no event bus ${busName}`);
      return;
    }
    archive(event, bus);
    const seen = asWritten(event);
    const matched = rulesOf(bus).filter((rule) => rule.state === 'ENABLED' && wants(rule) && apart(rule, event, () => rule.matches(seen)));
    onEvent(event, { eventBusName: bus.name, rules: matched.map((rule) => rule.name) });
    for (const rule of matched) apart(rule, event, () => feed(rule, event, [...passed, bus.name]));
  };

  return { dispatch, feed, resume: () => deliveries.resume(rebuild) };
};
