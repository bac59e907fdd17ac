import { AwsError, unknownOperation } from '../base/aws-error.ts';
import { type Collection, noCollection } from '../base/journal.ts';
import { sqsActions } from './actions.ts';
import type { OutgoingMessage, ReceivedMessage, StoredMessage, StoredQueueMessage } from './message.ts';
import { type NamedQueue, type Queue, queue } from './queue.ts';
import { attributeStrings, type QueueAttributes, readSettings } from './queue-attributes.ts';

type QueuesOptions = {
  readonly region: string;
  readonly account: string;
  /** Origin of queue URLs; a function where the port is known only later. */
  readonly baseUrl: string | (() => string);
  /** Keeps messages over a restart; nothing unless given. */
  readonly kept?: Collection<StoredQueueMessage>;
};

/**
 * SQS in memory. A queue is named by ARN, URL or name; an unknown one throws `QueueDoesNotExist`.
 */
export type Queues = ReturnType<typeof queues>;

const lastName = (reference: string): string => reference.slice(Math.max(reference.lastIndexOf('/'), reference.lastIndexOf(':')) + 1);

const missing = (reference: string): AwsError =>
  new AwsError('QueueDoesNotExist', `The specified queue does not exist: ${lastName(reference)}`, {
    queryCode: 'AWS.SimpleQueueService.NonExistentQueue',
  });

// No queue of AWS keeps a message for longer; what no queue of the template holds any more goes
// then.
const LONGEST_RETENTION_MS = 14 * 86_400_000;

/**
 * Returns a kept message as it is after a restart: one that a receiver of this runtime held is
 * visible again, because its receiver has ended, too.
 */
const freed = (message: StoredMessage): StoredMessage =>
  message.receivedBy === undefined ? message : { ...message, visibleAt: Math.min(message.visibleAt, Date.now()) };

const messagesByQueue = (kept: Collection<StoredQueueMessage>): Map<string, readonly StoredMessage[]> => {
  const found = new Map<string, StoredMessage[]>();
  for (const [id, { queue, message }] of kept.entries()) {
    if (message.sentAt + LONGEST_RETENTION_MS <= Date.now()) kept.remove(id);
    else
      found
        .set(queue, found.get(queue) ?? [])
        .get(queue)
        ?.push(freed(message));
  }
  return found;
};

/** Creates an SQS without queues. */
export const queues = ({ region, account, baseUrl, kept = noCollection() }: QueuesOptions) => {
  const known = new Map<string, NamedQueue>();
  const found = messagesByQueue(kept);

  const find = (reference: string): NamedQueue | undefined => known.get(lastName(reference));

  const get = (reference: string): NamedQueue => {
    const found = find(reference);
    if (found === undefined) throw missing(reference);
    return found;
  };

  const create = (name: string, attributes: QueueAttributes = {}): NamedQueue => {
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(name))
      throw new AwsError('InvalidParameterValue', `Queue name ${name} is not a standard queue's name.`);
    const arn = `arn:aws:sqs:${region}:${account}:${name}`;
    const createdAt = String(Math.floor(Date.now() / 1000));
    const strings = { ...attributeStrings(attributes), QueueArn: arn, CreatedTimestamp: createdAt, LastModifiedTimestamp: createdAt };
    const settings = readSettings(strings);
    const deadLetter = (message: StoredMessage): void => get(settings.redrive?.deadLetterArn ?? '').queue.adopt(message);
    // A message that is moved keeps its id.
    const onStored = (message: StoredMessage): void => kept.put(`${name} ${message.id}`, { queue: name, message });
    const onRemoved = (id: string): void => kept.remove(`${name} ${id}`);
    const messages = found.get(name);
    found.delete(name);
    const named: NamedQueue = {
      name,
      arn,
      get url() {
        return `${typeof baseUrl === 'string' ? baseUrl : baseUrl()}/${account}/${name}`;
      },
      queue: queue({ arn, settings, deadLetter, messages, onStored, onRemoved }),
      attributes: strings,
    };
    known.set(name, named);
    return named;
  };

  const actions = sqsActions({ get, list: () => [...known.values()] });

  return {
    /**
     * Creates a standard queue, in place of one of the same name, with the messages that were kept
     * for it.
     */
    create,

    /** The queue of an ARN, URL or name, if there is one. */
    find,

    /** Sends one message. */
    send: (reference: string, message: OutgoingMessage): StoredMessage => get(reference).queue.send(message),

    /** Receives up to `most` messages, waiting up to `waitMs` for the first. */
    receive: async (reference: string, options: Parameters<Queue['receive']>[0] = {}): Promise<ReceivedMessage[]> =>
      get(reference).queue.receive(options),

    /** Deletes a received message by its receipt. */
    deleteMessage: (reference: string, receipt: string): void => get(reference).queue.deleteMessage(receipt),

    /** Attributes and message counts, by AWS's names. */
    attributes(reference: string): Readonly<Record<string, string>> {
      const { attributes, queue } = get(reference);
      return { ...attributes, ...queue.counts() };
    },

    /** Removes every message. */
    purge: (reference: string): void => get(reference).queue.purge(),

    /** Serves an API action by its name, e.g. `SendMessage`, for an AWS JSON endpoint. */
    async handle(action: string, input: unknown): Promise<unknown> {
      const run = Object.hasOwn(actions, action) ? actions[action as keyof typeof actions] : undefined;
      if (run === undefined) throw unknownOperation(action);
      return run((input ?? {}) as never);
    },

    /** Ends every long poll. */
    stop(): void {
      for (const { queue } of known.values()) queue.stop();
    },
  };
};
