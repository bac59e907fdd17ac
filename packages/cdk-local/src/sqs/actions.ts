import { AwsError } from '../base/aws-error.ts';
import { type ReceivedMessage, type StoredMessage, systemAttributes } from './message.ts';
import type { MessageAttribute } from './message-digest.ts';
import type { NamedQueue } from './queue.ts';

type OnQueue = { readonly QueueUrl: string };
type Message = {
  readonly MessageBody?: string;
  readonly MessageAttributes?: Readonly<Record<string, MessageAttribute>>;
  readonly DelaySeconds?: number;
};
type Batch<Entry> = OnQueue & { readonly Entries?: readonly (Entry & { readonly Id: string })[] };
type Receipt = { readonly ReceiptHandle: string };
type Receive = OnQueue & {
  readonly MaxNumberOfMessages?: number;
  readonly VisibilityTimeout?: number;
  readonly WaitTimeSeconds?: number;
};

type ActionsOptions = { readonly get: (reference: string) => NamedQueue; readonly list: () => readonly NamedQueue[] };

const inRange = (value: number | undefined, [least, most]: readonly [number, number], parameter: string): number | undefined => {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return value;
  throw new AwsError(
    'InvalidParameterValue',
    `Value ${value} for parameter ${parameter} is invalid. Reason: Must be between ${least} and ${most}.`,
  );
};

const milliseconds = (seconds: number | undefined): number | undefined => (seconds === undefined ? undefined : seconds * 1000);

const sent = ({ id, bodyMd5, attributesMd5 }: StoredMessage) => ({
  MessageId: id,
  MD5OfMessageBody: bodyMd5,
  MD5OfMessageAttributes: attributesMd5,
});

const received = (message: ReceivedMessage) => ({
  MessageId: message.id,
  ReceiptHandle: message.receipt,
  Body: message.body,
  MD5OfBody: message.bodyMd5,
  ...(message.attributesMd5 && { MD5OfMessageAttributes: message.attributesMd5, MessageAttributes: message.attributes }),
  Attributes: systemAttributes(message),
});

const batchError = (name: string, message: string): AwsError =>
  new AwsError(name, message, { queryCode: `AWS.SimpleQueueService.${name}` });

/** Applies an action to each entry; an entry fails alone. */
const batch = <Entry extends { readonly Id: string }>(entries: readonly Entry[] = [], apply: (entry: Entry) => object) => {
  if (entries.length === 0) throw batchError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (entries.length > 10) throw batchError('TooManyEntriesInBatchRequest', 'Maximum number of entries per request are 10.');
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length)
    throw batchError('BatchEntryIdsNotDistinct', 'Two or more entries have one Id.');
  const results = entries.map((entry) => {
    try {
      return { ok: { Id: entry.Id, ...apply(entry) } };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return { failed: { Id: entry.Id, Code: error.name, Message: error.message, SenderFault: true } };
    }
  });
  return { Successful: results.flatMap(({ ok }) => ok ?? []), Failed: results.flatMap(({ failed }) => failed ?? []) };
};

/** The actions of the SQS API over AWS JSON 1.0, with AWS's inputs, outputs and errors. */
export const sqsActions = ({ get, list }: ActionsOptions) => {
  const send = (url: string, { MessageBody, MessageAttributes, DelaySeconds }: Message) =>
    sent(
      get(url).queue.send({
        body: MessageBody ?? '',
        attributes: MessageAttributes,
        delaySeconds: inRange(DelaySeconds, [0, 900], 'DelaySeconds'),
      }),
    );

  const deleteMessage = (url: string, { ReceiptHandle }: Receipt): object => {
    get(url).queue.deleteMessage(ReceiptHandle);
    return {};
  };

  return {
    SendMessage: (input: OnQueue & Message) => send(input.QueueUrl, input),

    SendMessageBatch: (input: Batch<Message>) => batch(input.Entries, (entry) => send(input.QueueUrl, entry)),

    async ReceiveMessage(input: Receive) {
      const messages = await get(input.QueueUrl).queue.receive({
        most: inRange(input.MaxNumberOfMessages, [1, 10], 'MaxNumberOfMessages'),
        waitMs: milliseconds(inRange(input.WaitTimeSeconds, [0, 20], 'WaitTimeSeconds')),
        visibilityMs: milliseconds(inRange(input.VisibilityTimeout, [0, 43_200], 'VisibilityTimeout')),
      });
      return messages.length === 0 ? {} : { Messages: messages.map(received) };
    },

    DeleteMessage: (input: OnQueue & Receipt) => deleteMessage(input.QueueUrl, input),

    DeleteMessageBatch: (input: Batch<Receipt>) => batch(input.Entries, (entry) => deleteMessage(input.QueueUrl, entry)),

    ChangeMessageVisibility(input: OnQueue & Receipt & { readonly VisibilityTimeout: number }) {
      const visibility = inRange(input.VisibilityTimeout, [0, 43_200], 'VisibilityTimeout') ?? 0;
      get(input.QueueUrl).queue.changeVisibility(input.ReceiptHandle, visibility * 1000);
      return {};
    },

    GetQueueAttributes(input: OnQueue & { readonly AttributeNames?: readonly string[] }) {
      const { attributes, queue } = get(input.QueueUrl);
      const wanted = input.AttributeNames ?? [];
      const all = Object.entries({ ...attributes, ...queue.counts() });
      return { Attributes: Object.fromEntries(all.filter(([name]) => wanted.includes('All') || wanted.includes(name))) };
    },

    GetQueueUrl: (input: { readonly QueueName: string }) => ({ QueueUrl: get(input.QueueName).url }),

    ListQueues: (input: { readonly QueueNamePrefix?: string }) => ({
      QueueUrls: list()
        .filter(({ name }) => name.startsWith(input.QueueNamePrefix ?? ''))
        .map(({ url }) => url),
    }),

    PurgeQueue(input: OnQueue) {
      get(input.QueueUrl).queue.purge();
      return {};
    },
  };
};
