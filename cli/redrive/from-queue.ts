import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import type { Send } from '../../functions/deliveries/bus.ts';
import { type DeadLetter, parseDeadLetter } from '../../functions/deliveries/dead-letter.ts';
import { Refusal } from '../../functions/shared/contract/problems.ts';
import { type DeadLetterFilter, type DeadLetterSource, type FoundDeadLetter, isSelected } from './dead-letter.ts';
import type { Rules } from './endpoint-rule.ts';
import { holdMessages } from './held-messages.ts';

interface QueueSource {
  readonly client: Pick<SQSClient, 'send'>;
  readonly url: string;
  readonly filter: DeadLetterFilter;
  readonly send: Send;
  readonly rules: Rules;
}

/**
 * Opens the dead letters in a queue. One is deleted once it is sent; the others are visible again
 * when the source is closed.
 */
export const deadLettersInQueue = ({ client, url, filter, send, rules }: QueueSource): DeadLetterSource => {
  const messages = holdMessages(client, url);

  const requireListening = async (endpoint: string): Promise<void> => {
    if ((await rules(endpoint))?.isEnabled) return;
    throw new Refusal('webhook-not-receiving', `The webhook endpoint ${endpoint} takes no webhooks now.`);
  };

  const toDeadLetter = ({ endpoint, event, errorCode, detail }: DeadLetter, receipt: string): FoundDeadLetter => ({
    ...{ endpoint, event, errorCode },
    async send() {
      await requireListening(endpoint);
      await send(endpoint, detail);
      // The endpoint may have been suspended in between: then the event met no rule, and the
      // message is all there is of it.
      await requireListening(endpoint);
      await messages.remove(receipt);
    },
  });

  return {
    async find() {
      const found: FoundDeadLetter[] = [];
      for await (const message of messages.all()) {
        const letter = parseDeadLetter(recordOf(message));
        if (!('reason' in letter) && isSelected(letter, filter)) found.push(toDeadLetter(letter, message.ReceiptHandle ?? ''));
      }
      return found;
    },

    close: messages.release,
  };
};

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
