import type { FromSchema } from 'json-schema-to-ts';
import { timeOfId } from '../shared/base/ids.ts';
import { Refusal } from '../shared/contract/problems.ts';
import { timeOf, timeText } from '../shared/contract/time.ts';
import type { Owner } from '../webhooks/webhook.ts';
import type { DeadLetter } from './dead-letter.ts';
import type { deliverySchema } from './schemas.ts';

/** A delivery as it is stored, without the event itself. */
export interface Delivery extends FromSchema<typeof deliverySchema> {
  /** Where it stands in the log: a UUIDv7 of the time it was recorded. */
  readonly place: string;
  /** Whose endpoint it was sent to. */
  readonly owner: Owner;
  /** When it is forgotten, in seconds since 1970. */
  readonly expiresAt: number;
}

/** The delivery that a dead letter tells of. What was sent to an endpoint that is gone without a trace only the operator sees. */
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

/** What a delivery has from its place in the log. */
export const recordedAtPlace = (place: string) => ({ place, recordedAt: timeText(timeOfId(place)) });

/** The delivery after its event was put on its way again. */
export const withRedelivery = (delivery: Delivery, at: string): Delivery => ({ ...delivery, result: 'redelivered', redeliveredAt: at });

/** Removed by TTL, which may take days. */
export const isExpired = ({ expiresAt }: Pick<Delivery, 'expiresAt'>, at: string): boolean => expiresAt * 1000 <= timeOf(at);

export const deliveryNotFound = (id: string): Refusal => new Refusal('delivery-not-found', `There is no delivery ${id}.`);

/** Whether EventBridge dead-lettered a webhook at once without an answer of the endpoint, whose status it tells in its message only. */
export const isUnreached = ({ condition, retryAttempts, errorMessage }: DeadLetter): boolean =>
  condition === undefined && retryAttempts === 0 && !/\b(?:status|code|http|returned|answered)\b\D{0,20}\b[1-5]\d\d\b/i.test(errorMessage);

/** Whether the receiver asked for no more webhooks: 410 (RFC 9110, section 15.5.11), which EventBridge tells in its message only. */
export const isGone = (errorMessage: string): boolean =>
  /\b(?:status|code|http|returned|answered)\b\D{0,20}\b410\b|\b410 gone\b/i.test(errorMessage);
