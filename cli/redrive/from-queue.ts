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
import type { Rules } from './endpoint-rule.ts';
import type { LetterFilter } from './request.ts';
import type { FoundLetter } from './run.ts';
import type { Source } from './source.ts';

interface QueueSource {
  readonly client: Pick<SQSClient, 'send'>;
  readonly url: string;
  readonly filter: LetterFilter;
  readonly send: Send;
  readonly rules: Rules;
}

/** How long a message is hidden from others while the command works on it, in seconds: if it is killed, they are there again after that. */
const HIDDEN_SECONDS = 900;

/** The dead letters in a queue; one is deleted once it is sent, and all others are visible again when the source is closed. */
export const lettersOfQueue = ({ client, url: QueueUrl, filter, send, rules }: QueueSource): Source => {
  const held = new Set<string>();

  const requireListening = async (endpoint: string): Promise<void> => {
    if ((await rules(endpoint))?.isEnabled) return;
    throw new Refusal('webhook-not-receiving', `The webhook endpoint ${endpoint} takes no webhooks now.`);
  };

  const letterOf = ({ endpoint, event, errorCode, detail }: DeadLetter, ReceiptHandle: string): FoundLetter => ({
    ...{ endpoint, event, errorCode },
    async send() {
      await requireListening(endpoint);
      await send(endpoint, detail);
      // Between the two it may have been suspended: then the event met no rule, and the message is all there is of it.
      await requireListening(endpoint);
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      held.delete(ReceiptHandle);
    },
  });

  return {
    async find() {
      const found: FoundLetter[] = [];
      for await (const message of received(client, QueueUrl)) {
        const { ReceiptHandle = '' } = message;
        held.add(ReceiptHandle);
        const letter = parseDeadLetter(recordOf(message));
        if (!('reason' in letter) && meets(letter, filter)) found.push(letterOf(letter, ReceiptHandle));
      }
      return found;
    },

    async close() {
      const shown = [...held].map((ReceiptHandle) =>
        client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 })),
      );
      // One that is hidden no more has come back by itself.
      await Promise.allSettled(shown);
    },
  };
};

async function* received(client: Pick<SQSClient, 'send'>, QueueUrl: string): AsyncGenerator<Message> {
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

/** A message as an event source mapping hands it over. */
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

const meets = (letter: DeadLetter, { webhook, event, error, from, to }: LetterFilter): boolean =>
  (webhook === undefined || letter.endpoint === webhook) &&
  (event === undefined || letter.event === event) &&
  (error === undefined || letter.errorCode === error) &&
  (from === undefined || letter.at >= from) &&
  (to === undefined || letter.at < to);
