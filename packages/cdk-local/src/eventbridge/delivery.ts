import { randomUUID } from 'node:crypto';
import type { RetryPolicy, Target } from '@aws-sdk/client-eventbridge';
import type { Collection } from '../base/journal.ts';
import type { Waits } from '../base/waits.ts';
import type { BridgeRights } from '../iam/service-rights.ts';
import type { AttemptReport } from './attempt-report.ts';
import { type QueueSender, sendDeadLetter } from './dead-letter.ts';
import { type Failure, type Outcome, refused } from './outcome.ts';
import type { EventEnvelope, Rule } from './resources.ts';
import { type Decision, decide } from './retry.ts';

/** An event, the rule that it matched, the target, and the names of the buses behind it. */
export type Origin = {
  readonly event: EventEnvelope;
  readonly rule: Pick<Rule, 'name' | 'busName' | 'arn'>;
  readonly target: Target;
  readonly passed: readonly string[];
};

/** The progress of a delivery: attempts made, and times in milliseconds since the epoch. */
export type Progress = { readonly acceptedAt: number; readonly attempts: number; readonly dueAt: number };

/** A delivery that is not over, as it is stored. */
export type PendingDelivery = Progress & Origin;

/** One event on its way to one target. */
export type Delivery = {
  /** The JSON from which a restart rebuilds it. */
  readonly origin: Origin;
  readonly event: EventEnvelope;
  readonly ruleArn: string;
  readonly targetArn: string;
  readonly retryPolicy: RetryPolicy | undefined;
  readonly deadLetterArn: string | undefined;
  endpoint(): { readonly name: string; readonly url: string };
  /** Waits until an attempt may be made; `false` when cancelled. */
  admit(): Promise<boolean>;
  attempt(): Promise<Outcome>;
};

/** A delivery that cannot be attempted, and why. */
export type Undeliverable = Delivery & { readonly failure: Failure };

/** An event that a target accepted, and after how many attempts. */
export type DeliveredEvent = Pick<Delivery, 'event' | 'ruleArn' | 'targetArn'> & { readonly attempts: number };

type DeliveriesOptions = {
  readonly waits: Waits;
  readonly queues: QueueSender | undefined;
  readonly rights: Pick<BridgeRights, 'sendToQueue'>;
  readonly kept: Collection<PendingDelivery>;
  readonly random: () => number;
  readonly onDelivery: (attempt: AttemptReport) => void;
  readonly onDelivered: (delivered: DeliveredEvent) => void;
  readonly log: (message: string) => void;
};

type Attempt = { readonly number: number; readonly startedAt: number; readonly outcome: Outcome };

const report = (
  delivery: Delivery,
  { number, startedAt, outcome }: Attempt,
  end: Pick<AttemptReport, 'outcome' | 'nextInMs'>,
): AttemptReport => {
  const { name, url } = delivery.endpoint();
  return {
    endpointName: name,
    url,
    eventId: delivery.event.id,
    detailType: delivery.event['detail-type'],
    rule: delivery.origin.rule.name,
    attempt: number,
    ...(outcome.status !== undefined && { status: outcome.status }),
    ...(outcome.kind === 'failed' && { error: outcome.message }),
    latencyMs: performance.now() - startedAt,
    ...(outcome.exchange && { exchange: outcome.exchange }),
    ...end,
  };
};

const guarded = async (delivery: Delivery): Promise<Outcome> => {
  try {
    return await delivery.attempt();
  } catch (error) {
    return refused('INTERNAL_ERROR', String(error));
  }
};

/**
 * Runs deliveries side by side: each is attempted until it succeeds, is refused for good or
 * exhausts its retry policy, and then dead-lettered.
 */
export const deliveries = ({ waits, queues, rights, kept, random, onDelivery, onDelivered, log }: DeliveriesOptions) => {
  const pending = new Set<Promise<void>>();

  const deadLetter = (delivery: Delivery, failure: Failure, retries: number, exhausted: string | undefined): 'dead-letter' | 'dropped' => {
    const { event, ruleArn, targetArn, deadLetterArn } = delivery;
    try {
      if (queues === undefined || deadLetterArn === undefined) throw new Error('the target has no dead-letter queue');
      if (!rights.sendToQueue(ruleArn, deadLetterArn)) throw new Error('EventBridge is not permitted to send to the dead-letter queue');
      sendDeadLetter(queues, deadLetterArn, { event, ruleArn, targetArn, failure, retries, exhausted });
      return 'dead-letter';
    } catch (error) {
      log(`event ${event.id} (${event['detail-type']}) for ${targetArn} is lost: ${failure.message} ${String(error)}`);
      return 'dropped';
    }
  };

  const decision = (delivery: Delivery, failure: Failure, attempts: number, acceptedAt: number): Decision =>
    decide(failure, { policy: delivery.retryPolicy, attempts, ageMs: performance.now() - acceptedAt, scaled: waits.scaled, random });

  /** Settles an attempt; returns the real milliseconds to the next, undefined at the end. */
  const settle = (delivery: Delivery, attempt: Attempt, acceptedAt: number): number | undefined => {
    if (attempt.outcome.kind === 'delivered') {
      onDelivery(report(delivery, attempt, { outcome: 'delivered' }));
      const { event, ruleArn, targetArn } = delivery;
      onDelivered({ event, ruleArn, targetArn, attempts: attempt.number });
      return undefined;
    }
    const next = decision(delivery, attempt.outcome, attempt.number, acceptedAt);
    if ('retryInMs' in next) {
      onDelivery(report(delivery, attempt, { outcome: 'retrying', nextInMs: next.retryInMs }));
      return next.retryInMs;
    }
    onDelivery(report(delivery, attempt, { outcome: deadLetter(delivery, attempt.outcome, attempt.number - 1, next.exhausted) }));
    return undefined;
  };

  const run = async (id: string, delivery: Delivery, { acceptedAt, attempts, dueAt }: Progress): Promise<void> => {
    const begun = performance.now() - Math.max(0, Date.now() - acceptedAt);
    if (dueAt > Date.now() && !(await waits.sleep(dueAt - Date.now()))) return;
    for (let number = attempts + 1; await delivery.admit(); number += 1) {
      const startedAt = performance.now();
      const outcome = await guarded(delivery);
      if (waits.signal.aborted) return;
      const retryInMs = settle(delivery, { number, startedAt, outcome }, begun);
      if (retryInMs === undefined) return kept.remove(id);
      kept.put(id, { ...delivery.origin, acceptedAt, attempts: number, dueAt: Date.now() + retryInMs });
      if (!(await waits.sleep(retryInMs))) return;
    }
  };

  const follow = (id: string, delivery: Delivery, progress: Progress): void => {
    const running = run(id, delivery, progress)
      .catch((error: unknown) => log(`delivery to ${delivery.targetArn} failed: ${String(error)}`))
      .finally(() => pending.delete(running));
    pending.add(running);
  };

  const refuse = (delivery: Undeliverable): void => {
    const attempt: Attempt = { number: 0, startedAt: performance.now(), outcome: delivery.failure };
    onDelivery(report(delivery, attempt, { outcome: deadLetter(delivery, delivery.failure, 0, undefined) }));
  };

  return {
    /** Stores and starts a delivery; dead-letters one that cannot be attempted. */
    start(delivery: Delivery | Undeliverable): void {
      if ('failure' in delivery) refuse(delivery);
      else {
        const [id, now] = [randomUUID(), Date.now()];
        const progress = { acceptedAt: now, attempts: 0, dueAt: now };
        kept.put(id, { ...delivery.origin, ...progress });
        follow(id, delivery, progress);
      }
    },

    /** Continues the deliveries of the previous process, each rebuilt from its origin. */
    resume(rebuild: (origin: Origin) => Delivery | Undeliverable): void {
      for (const [id, { acceptedAt, attempts, dueAt, ...origin }] of kept.entries()) {
        const delivery = rebuild(origin);
        if (!('failure' in delivery)) follow(id, delivery, { acceptedAt, attempts, dueAt });
        else {
          refuse(delivery);
          kept.remove(id);
        }
      }
    },

    pending: (): number => pending.size,

    /** Resolves when nothing is pending. */
    async idle(): Promise<void> {
      while (pending.size > 0) await Promise.allSettled(pending);
    },
  };
};
