import type { FromSchema } from 'json-schema-to-ts';
import { type Delivery, shownDelivery } from '../deliveries/delivery.ts';
import { RETRY } from '../events/contract-delivery.ts';
import { timeOf, timeText } from '../shared/contract/time.ts';
import type { Webhook } from '../webhooks/webhook.ts';
import type { outcomeSchema } from './contract-deliveries.ts';

export type Outcome = Pick<FromSchema<typeof outcomeSchema>, 'outcome' | 'explanation' | 'certainAt'>;

/** An event, and how much of its deliveries is known. */
export interface Sent {
  /** When it was recorded: RFC 3339. */
  readonly at: string;
  /** True when its dead letters, if there are any, are found by its id. */
  readonly isTraced: boolean;
  /** The days for which dead letters are kept. */
  readonly keptDays: number;
}

const HOUR_MS = 3_600_000;
/** The publisher keeps trying for 23 hours, and what is dead-lettered is recorded within one. */
const PUBLISHED_WITHIN_HOURS = 23;
const RECORDED_WITHIN_HOURS = 1;
const SENT_AGAIN = RETRY.hours + RECORDED_WITHIN_HOURS;
const SENT = PUBLISHED_WITHIN_HOURS + SENT_AGAIN;

/**
 * Returns the outcome of an event at an endpoint with recorded deliveries: of the last of them.
 * EventBridge reports no success, so without a dead letter in due time it was accepted.
 */
export const recordedOutcome = (deliveries: readonly Delivery[], now: string): Outcome => {
  const [last] = deliveries.toSorted((one, other) => (changedAt(one) < changedAt(other) ? 1 : -1));
  if (last?.result === 'delivered') {
    const { at, retryAttempts = 0 } = last;
    return { outcome: 'delivered', explanation: `The endpoint accepted it at ${at}, at attempt ${retryAttempts + 1}.` };
  }
  if (last?.result !== 'redelivered') return { outcome: 'dead-letter', explanation: (last && shownDelivery(last).reason) ?? '' };
  const again = changedAt(last);
  return withoutDeadLetter(`It was redelivered at ${again}, and has no dead letter since`, again, SENT_AGAIN, now);
};

/**
 * Returns the outcome of an event at an endpoint that subscribes to it, and has no delivery of it.
 */
export const unrecordedOutcome = (webhook: Webhook, sent: Sent, now: string): Outcome => {
  const { updatedAt, enabled, suspendedAt, status } = webhook;
  if (!sent.isTraced) return unknown('It is older than the index of deliveries: read those of the endpoint');
  if (timeOf(sent.at) + sent.keptDays * 24 * HOUR_MS <= timeOf(now)) return unknown('Its dead letters would be deleted by now');
  if (updatedAt > sent.at) return unknown(`The endpoint was changed at ${updatedAt}, after the event`);
  if (!enabled) return { outcome: 'not-sent', explanation: 'The endpoint was disabled.' };
  if (suspendedAt !== undefined) return { outcome: 'not-sent', explanation: `The endpoint was suspended at ${suspendedAt}.` };
  if (status === 'pending' || status === 'failed') return unknown(`The endpoint is ${status}: it may not have been set up`);
  return withoutDeadLetter('It has no dead letter', sent.at, SENT, now);
};

/** The outcome at an endpoint of the deployment, whose subscriptions only the configuration has. */
export const DEPLOYED: Outcome = {
  outcome: 'unknown',
  explanation: 'It has no dead letter. Whether this endpoint of the deployment subscribes to it, the configuration says.',
};

const withoutDeadLetter = (fact: string, since: string, hours: number, now: string): Outcome => {
  const certainAt = timeText(timeOf(since) + hours * HOUR_MS);
  if (certainAt <= now) return { outcome: 'delivered', explanation: `${fact} within ${hours} hours: the endpoint accepted it.` };
  return { outcome: 'unconfirmed', explanation: `${fact}: it was accepted, or is being retried.`, certainAt };
};

const unknown = (fact: string): Outcome => ({ outcome: 'unknown', explanation: `${fact}.` });

const changedAt = ({ at, redeliveredAt = at }: Delivery): string => redeliveredAt;
