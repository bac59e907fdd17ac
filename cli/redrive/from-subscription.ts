import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { GetQueueUrlCommand, type Message, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { type DeadLetterFilter, type DeadLetterSource, type FoundDeadLetter, isSelected } from './dead-letter.ts';
import { holdMessages } from './held-messages.ts';

interface SubscriptionSource {
  readonly queues: Pick<SQSClient, 'send'>;
  readonly functions: Pick<LambdaClient, 'send'>;
  /** The URL of the subscription's dead-letter queue. */
  readonly url: string;
  /** Without a webhook endpoint. */
  readonly filter: Omit<DeadLetterFilter, 'webhook'>;
}

/** A dead letter of a `TenantrySubscription`. */
interface SubscriptionLetter {
  /** The ARN of the function, queue or state machine that it was for. */
  readonly target: string;
  readonly event: { readonly 'detail-type': string };
  readonly errorCode: string;
  /** RFC 3339 UTC with milliseconds. */
  readonly at: string;
}

/**
 * Opens the dead letters of a subscription. Each is sent to its target again, not to the bus, which
 * others hear too.
 */
export const deadLettersOfSubscription = ({ queues, functions, url, filter }: SubscriptionSource): DeadLetterSource => {
  const messages = holdMessages(queues, url);

  const send = async ({ target, event }: SubscriptionLetter): Promise<void> => {
    const [, , service = '', , account = '', name = ''] = target.split(':');
    const body = JSON.stringify(event);
    if (service === 'lambda') {
      await functions.send(new InvokeCommand({ FunctionName: target, InvocationType: 'Event', Payload: new TextEncoder().encode(body) }));
    } else if (service === 'sqs') {
      const { QueueUrl } = await queues.send(new GetQueueUrlCommand({ QueueName: name, QueueOwnerAWSAccountId: account }));
      await queues.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
    } else {
      throw new Error(`${target} is neither a function nor a queue: start it with the event of the message`);
    }
  };

  const toDeadLetter = (letter: SubscriptionLetter, receipt: string): FoundDeadLetter & { readonly at: string } => ({
    ...{ endpoint: letter.target, event: letter.event['detail-type'], errorCode: letter.errorCode, at: letter.at },
    async send() {
      await send(letter);
      await messages.remove(receipt);
    },
  });

  return {
    async find() {
      const found: FoundDeadLetter[] = [];
      for await (const message of messages.all()) {
        const parsed = parseLetter(message);
        const letter = parsed && toDeadLetter(parsed, message.ReceiptHandle ?? '');
        if (letter && isSelected(letter, filter)) found.push(letter);
      }
      return found;
    },
    close: messages.release,
  };
};

/** The record that Lambda writes of an event that a function failed for. */
interface FailureRecord {
  readonly requestContext?: { readonly functionArn?: string; readonly condition?: string };
  readonly requestPayload?: SubscriptionLetter['event'];
  readonly responsePayload?: { readonly errorType?: string };
}

/** Reads an event that EventBridge did not deliver, or one that a function failed for. */
const parseLetter = ({ Body = '', Attributes = {}, MessageAttributes = {} }: Message): SubscriptionLetter | undefined => {
  const sentMs = Number(Attributes.SentTimestamp ?? 0);
  const at = new Date(sentMs).toISOString();
  const read = (name: string): string => MessageAttributes[name]?.StringValue ?? '';
  try {
    const body = JSON.parse(Body) as FailureRecord & SubscriptionLetter['event'];
    const { requestContext, requestPayload, responsePayload } = body;
    if (!requestContext) return { target: read('TARGET_ARN'), event: body, errorCode: read('ERROR_CODE'), at };
    const target = (requestContext.functionArn ?? '').replace(/:\$LATEST$/, '');
    const errorCode = responsePayload?.errorType ?? requestContext.condition ?? '';
    return requestPayload && { target, event: requestPayload, errorCode, at };
  } catch {
    return undefined;
  }
};
