import type { FromSchema } from 'json-schema-to-ts';
import { timeOfId } from '../shared/base/ids.ts';
import { Refusal } from '../shared/contract/problems.ts';
import { timeOf, timeText } from '../shared/contract/time.ts';
import type { Owner } from '../webhooks/webhook.ts';
import type { DeadLetter } from './dead-letter.ts';
import { reasonOf, statusIn } from './reason.ts';
import type { deliverySchema } from './schemas.ts';

/** A stored delivery, without the event itself. */
export interface Delivery extends Omit<FromSchema<typeof deliverySchema>, 'reason'> {
  /** Its position in the log: a UUID version 7 of the time it was recorded. */
  readonly place: string;
  /** The owner of its endpoint. */
  readonly owner: Owner;
  /** When it is deleted, in seconds since 1970. */
  readonly expiresAt: number;
}

/**
 * Creates the delivery of a dead letter. Only the operator sees one whose endpoint does not exist
 * any more.
 */
export const deliveryOfDeadLetter = (
  { endpoint, messageId: _, detail: __, ...facts }: DeadLetter,
  { owner = '/', keptDays, place }: { readonly owner: Owner | undefined; readonly keptDays: number; readonly place: string },
): Delivery => ({
  ...facts,
  ...recordedAtPlace(place),
  webhookId: endpoint,
  result: 'dead-letter',
  owner,
  expiresAt: Math.floor(timeOf(facts.at) / 1000) + keptDays * 86_400,
});

/** Returns the fields that follow from the position in the log. */
export const recordedAtPlace = (place: string) => ({ place, recordedAt: timeText(timeOfId(place)) });

/** A delivery as answers show it. */
export type ShownDelivery = Delivery & { readonly reason?: string };

/** Returns a delivery as answers show it: a dead letter with its reason in a sentence. */
export const shownDelivery = (delivery: Delivery): ShownDelivery => {
  const { errorCode } = delivery;
  return errorCode === undefined ? delivery : { ...delivery, reason: reasonOf({ ...delivery, errorCode }) };
};

/** Returns the delivery after its event was redelivered. */
export const withRedelivery = (delivery: Delivery, at: string): Delivery => ({ ...delivery, result: 'redelivered', redeliveredAt: at });

/** True when a delivery has expired; its removal by TTL may take days. */
export const isExpired = ({ expiresAt }: Pick<Delivery, 'expiresAt'>, at: string): boolean => expiresAt * 1000 <= timeOf(at);

export const deliveryNotFound = (id: string): Refusal => new Refusal('delivery-not-found', `There is no delivery ${id}.`);

/**
 * True when EventBridge dead-lettered a webhook at once without an answer of the endpoint. Only the
 * message has the status.
 */
export const isUnreached = ({ condition, retryAttempts, errorMessage }: DeadLetter): boolean =>
  condition === undefined && retryAttempts === 0 && statusIn(errorMessage) === undefined;

/**
 * True when the receiver asked for no more webhooks: 410 (RFC 9110, section 15.5.11), which only
 * the message has.
 */
export const isGone = (errorMessage: string): boolean => statusIn(errorMessage) === 410 || /\b410 gone\b/i.test(errorMessage);
