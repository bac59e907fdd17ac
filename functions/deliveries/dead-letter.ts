import { createHash } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';
import { v7 } from 'uuid';
import type { EventDetail, Resource } from '../shared/table/events.ts';
import { causeOf } from './cause.ts';
import { endpointOf } from './endpoint-name.ts';

/** A dead letter of EventBridge: an event that it could not deliver to one endpoint. */
export interface DeadLetter {
  /** A UUID version 7 of the time when it was dead-lettered, the same each time it is read. */
  readonly id: string;
  readonly messageId: string;
  /** RFC 3339. */
  readonly at: string;
  readonly endpoint: string;
  readonly eventId: string;
  readonly event: string;
  readonly tenant: string;
  readonly requestId?: string;
  readonly resource?: Resource;
  readonly resourceId?: string;
  readonly errorCode: string;
  readonly errorMessage: string;
  readonly condition?: string;
  readonly retryAttempts: number;
  /** The event's `detail` as JSON. */
  readonly detail: string;
}

/** A message that is no dead letter of this product. */
export interface PoisonMessage {
  readonly reason: string;
}

type Message = Pick<SQSRecord, 'messageId' | 'body' | 'attributes' | 'messageAttributes'>;

/**
 * Reads a dead letter from its message attributes ("Using dead-letter queues", EventBridge user
 * guide); its body is the whole event.
 */
export const parseDeadLetter = (message: Message): DeadLetter | PoisonMessage => {
  try {
    const detail = detailOf(message.body);
    const endpoint = endpointOf(requireAttribute(message, 'RULE_ARN'));
    const { eventId, tenant } = detail.metadata;
    return {
      id: idOf(message, endpoint, eventId),
      messageId: message.messageId,
      at: new Date(sentAt(message)).toISOString(),
      endpoint,
      eventId,
      tenant,
      event: detail.payload.event,
      detail: JSON.stringify(detail),
      ...causeOf(detail),
      ...failureOf(message),
    };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : 'unreadable' };
  }
};

const detailOf = (body: string): EventDetail => {
  const detail = parseBody(body)?.detail as Partial<EventDetail> | undefined;
  const { metadata, payload } = detail ?? {};
  if (!isText(metadata?.eventId) || !isText(metadata.tenant)) throw new Error('the event has no metadata');
  if (!isText(payload?.event)) throw new Error('the event has no payload');
  return detail as EventDetail;
};

const parseBody = (body: string): { readonly detail?: unknown } | null => {
  try {
    return JSON.parse(body) as { readonly detail?: unknown } | null;
  } catch {
    // The parser's own message quotes the text, which may contain anything.
    throw new Error('the body is no JSON');
  }
};

const failureOf = (message: Message) => {
  const condition = attributeOf(message, 'EXHAUSTED_RETRY_CONDITION');
  return {
    errorCode: withoutSecrets(attributeOf(message, 'ERROR_CODE') ?? 'UNKNOWN', 100),
    errorMessage: withoutSecrets(attributeOf(message, 'ERROR_MESSAGE') ?? '', 500),
    ...(condition !== undefined && { condition: withoutSecrets(condition, 100) }),
    retryAttempts: Math.max(0, Number.parseInt(attributeOf(message, 'RETRY_ATTEMPTS') ?? '0', 10) || 0),
  };
};

const attributeOf = ({ messageAttributes }: Message, name: string): string | undefined => messageAttributes[name]?.stringValue;

const requireAttribute = (message: Message, name: string): string => {
  const value = attributeOf(message, name);
  if (!value) throw new Error(`the message has no ${name}`);
  return value;
};

// The query and fragment of a URL may be a secret of its owner.
const withoutSecrets = (text: string, most: number): string =>
  text
    .replace(/(\bhttps?:\/\/[^\s?#]*)[?#]\S*/gi, '$1')
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, most)
    .toWellFormed();

const sentAt = ({ attributes }: Message): number => {
  const at = Number(attributes.SentTimestamp);
  if (!Number.isSafeInteger(at) || at <= 0) throw new Error('the message has no SentTimestamp');
  return at;
};

/**
 * Returns an id of message, endpoint and event, so that the key of the delivery detects a message
 * that is delivered again.
 */
const idOf = (message: Message, endpoint: string, eventId: string): string => {
  const random = createHash('sha256')
    .update(JSON.stringify([message.messageId, endpoint, eventId]))
    .digest();
  return v7({ msecs: sentAt(message), random });
};

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
