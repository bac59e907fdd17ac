import { type ReceivedMessage, systemAttributes } from '../sqs/message.ts';
import type { MessageAttribute } from '../sqs/message-digest.ts';

/**
 * A queue's message as Lambda hands it to a function; binary values in base64, times in
 * milliseconds since the epoch as text.
 */
export interface QueueRecord {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, object>>;
  readonly md5OfBody: string;
  readonly md5OfMessageAttributes?: string;
  readonly eventSource: 'aws:sqs';
  readonly eventSourceARN: string;
  readonly awsRegion: string;
}

/**
 * Turns a received message into the shape of a Lambda event ("Using Lambda with Amazon SQS", Lambda
 * developer guide).
 */
export const queueRecord = (message: ReceivedMessage, source: { readonly arn: string; readonly region: string }): QueueRecord => {
  const attributes = Object.entries(message.attributes).map(([name, attribute]) => [name, attributeOf(attribute)] as const);
  return {
    messageId: message.id,
    receiptHandle: message.receipt,
    body: message.body,
    attributes: { SenderId: 'local', ...systemAttributes(message) },
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: message.bodyMd5,
    ...(message.attributesMd5 ? { md5OfMessageAttributes: message.attributesMd5 } : {}),
    eventSource: 'aws:sqs',
    eventSourceARN: source.arn,
    awsRegion: source.region,
  };
};

/** Returns a record as filters see it: a JSON body is parsed. */
export const filterable = (record: QueueRecord): unknown => {
  try {
    return { ...record, body: JSON.parse(record.body) as unknown };
  } catch {
    return record;
  }
};

const attributeOf = ({ DataType, StringValue, BinaryValue }: MessageAttribute): object => ({
  ...(StringValue === undefined ? {} : { stringValue: StringValue }),
  ...(BinaryValue === undefined ? {} : { binaryValue: BinaryValue }),
  stringListValues: [],
  binaryListValues: [],
  dataType: DataType,
});
