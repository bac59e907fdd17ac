import { randomUUID } from 'node:crypto';
import { AwsError } from '../base/aws-error.ts';
import { attributesDigest, bodyDigest, type MessageAttribute } from './message-digest.ts';
import type { QueueSettings } from './queue-attributes.ts';

/** A message to send; `delaySeconds` defaults to the queue's own. */
export type OutgoingMessage = {
  readonly body: string;
  readonly attributes?: Readonly<Record<string, MessageAttribute>> | undefined;
  readonly delaySeconds?: number | undefined;
};

/** A message on a queue; times are milliseconds since the epoch. */
export type StoredMessage = {
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  readonly sentAt: number;
  readonly bodyMd5: string;
  readonly attributesMd5: string | undefined;
  readonly receiveCount: number;
  readonly firstReceivedAt: number | undefined;
  readonly visibleAt: number;
  readonly receipt: string | undefined;
  /** The name of its last receiver, where that gave one. */
  readonly receivedBy: string | undefined;
  /** ARN of the queue that a redrive policy moved it from. */
  readonly movedFrom: string | undefined;
};

/** A message and the name of the queue that it is on. */
export type StoredQueueMessage = { readonly queue: string; readonly message: StoredMessage };

/** A message as received. */
export type ReceivedMessage = StoredMessage & { readonly receipt: string; readonly firstReceivedAt: number };

/**
 * A received message's system attributes, by AWS's names; times in milliseconds since the epoch.
 */
export const systemAttributes = (message: ReceivedMessage): Readonly<Record<string, string>> => ({
  SentTimestamp: String(message.sentAt),
  ApproximateReceiveCount: String(message.receiveCount),
  ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
  ...(message.movedFrom && { DeadLetterQueueSourceArn: message.movedFrom }),
});

// Characters outside XML 1.0 are refused by SQS.
const OUTSIDE_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

const checkBody = (body: string, maximumBytes: number): void => {
  if (body === '') throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  if (Buffer.byteLength(body) > maximumBytes)
    throw new AwsError(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${maximumBytes} bytes.`,
    );
  if (OUTSIDE_XML.test(body)) throw new AwsError('InvalidMessageContents', 'Invalid characters found.');
};

/**
 * The message a queue with these settings stores; throws AWS's error for a body that SQS refuses.
 */
export const newMessage = ({ body, attributes = {}, delaySeconds }: OutgoingMessage, settings: QueueSettings): StoredMessage => {
  checkBody(body, settings.maximumBytes);
  const sentAt = Date.now();
  return {
    id: randomUUID(),
    body,
    attributes,
    sentAt,
    bodyMd5: bodyDigest(body),
    attributesMd5: attributesDigest(attributes),
    receiveCount: 0,
    firstReceivedAt: undefined,
    visibleAt: sentAt + (delaySeconds === undefined ? settings.delayMs : delaySeconds * 1000),
    receipt: undefined,
    receivedBy: undefined,
    movedFrom: undefined,
  };
};
