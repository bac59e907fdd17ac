import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Send } from '../../functions/deliveries/bus.ts';
import { type DeadLetter, parseDeadLetter } from '../../functions/deliveries/dead-letter.ts';
import { Refusal } from '../../functions/shared/contract/problems.ts';
import type { DeadLetterFilter, DeadLetterSource, FoundDeadLetter } from './dead-letter.ts';
import type { Rules } from './endpoint-rule.ts';

interface QueueSource {
  readonly client: Pick<SQSClient, 'send'>;
  readonly url: string;
  readonly filter: DeadLetterFilter;
  readonly send: Send;
  readonly rules: Rules;
}

/**
 * Seconds for which a message is hidden while the command works on it; after a kill it is back by
 * then.
 */
const HIDDEN_SECONDS = 900;

/**
 * Opens the dead letters in a queue. One is deleted once it is sent; the others are visible again
 * when the source is closed.
 */
export const deadLettersInQueue = ({ client, url: QueueUrl, filter, send, rules }: QueueSource): DeadLetterSource => {
  const held = new Set<string>();

  const requireListening = async (endpoint: string): Promise<void> => {
    if ((await rules(endpoint))?.isEnabled) return;
    throw new Refusal('webhook-not-receiving', `The webhook endpoint ${endpoint} takes no webhooks now.`);
  };

  const toDeadLetter = ({ endpoint, event, errorCode, detail }: DeadLetter, ReceiptHandle: string): FoundDeadLetter => ({
    ...{ endpoint, event, errorCode },
    async send() {
      await requireListening(endpoint);
      await send(endpoint, detail);
      // The endpoint may have been suspended in between: then the event met no rule, and the
      // message is all there is of it.
      await requireListening(endpoint);
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      held.delete(ReceiptHandle);
    },
  });

  return {
    async find() {
      const found: FoundDeadLetter[] = [];
      for await (const message of receiveAll(client, QueueUrl)) {
        const { ReceiptHandle = '' } = message;
        held.add(ReceiptHandle);
        const letter = parseDeadLetter(recordOf(message));
        if (!('reason' in letter) && matches(letter, filter)) found.push(toDeadLetter(letter, ReceiptHandle));
      }
      return found;
    },

    async close() {
      const shown = [...held].map((ReceiptHandle) =>
        client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 })),
      );
      // A message whose time is over has come back by itself.
      await Promise.allSettled(shown);
    },
  };
};

async function* receiveAll(client: Pick<SQSClient, 'send'>, QueueUrl: string): AsyncGenerator<Message> {
  for (;;) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        ...{ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1, VisibilityTimeout: HIDDEN_SECONDS },
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['SentTimestamp'],
      }),
    );
    if (Messages.length === 0) return;
    yield* Messages;
  }
}

/** Returns a message as an event source mapping hands it over. */
const recordOf = ({
  MessageId = '',
  Body = '',
  Attributes = {},
  MessageAttributes = {},
}: Message): Parameters<typeof parseDeadLetter>[0] => ({
  messageId: MessageId,
  body: Body,
  attributes: { ...Attributes } as unknown as Parameters<typeof parseDeadLetter>[0]['attributes'],
  messageAttributes: Object.fromEntries(
    Object.entries(MessageAttributes).map(([name, { StringValue = '' }]) => [name, { dataType: 'String', stringValue: StringValue }]),
  ),
});

const matches = (letter: DeadLetter, { webhook, event, error, from, to }: DeadLetterFilter): boolean =>
  (webhook === undefined || letter.endpoint === webhook) &&
  (event === undefined || letter.event === event) &&
  (error === undefined || letter.errorCode === error) &&
  (from === undefined || letter.at >= from) &&
  (to === undefined || letter.at < to);
