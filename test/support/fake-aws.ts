import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';

interface SentMessage {
  readonly QueueUrl: string;
  readonly MessageBody: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue: string }>>;
}

type Input = { readonly Entries?: readonly PutEventsRequestEntry[] } & Partial<SentMessage>;

/**
 * Starts a fake bus and fake queues on a loopback server. It keeps what was put and sent, and the
 * bus refuses entries on demand.
 */
export const startFakeAws = async () => {
  const entries: PutEventsRequestEntry[] = [];
  const messages: SentMessage[] = [];
  let [refusal, beforeAnswer]: [string | undefined, () => Promise<unknown>] = [undefined, async () => undefined];

  const putEvents = async (put: readonly PutEventsRequestEntry[]) => {
    if (refusal !== undefined) return { FailedEntryCount: put.length, Entries: put.map(() => ({ ErrorCode: refusal })) };
    entries.push(...put);
    await beforeAnswer();
    return { FailedEntryCount: 0, Entries: put.map((_, index) => ({ EventId: String(index) })) };
  };
  const sendMessage = (message: SentMessage) => {
    messages.push(message);
    return { MessageId: String(messages.length), MD5OfMessageBody: createHash('md5').update(message.MessageBody).digest('hex') };
  };
  const server = createServer(async (request, response) => {
    const input = (await json(request)) as Input;
    const isPut = request.headers['x-amz-target'] === 'AWSEvents.PutEvents';
    const output = isPut ? await putEvents(input.Entries ?? []) : sendMessage(input as SentMessage);
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'request' }).end(JSON.stringify(output));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    ...{ entries, messages },
    /** Has the bus refuse every entry with a code, or none any more. */
    refuse: (code: string | undefined) => {
      refusal = code;
    },
    /** What happens after the bus has taken an event and before it says so. */
    onTaken: (action: () => Promise<unknown>) => {
      beforeAnswer = action;
    },
    environment: {
      ...{ AWS_ENDPOINT_URL_EVENTBRIDGE: url, AWS_ENDPOINT_URL_SQS: url },
      ...{ EVENT_BUS_NAME: 'tenantry-dev', INSTALLATION: 'tenantry-dev', POISON_QUEUE_URL: `${url}/111111111111/poison` },
      PASSWORD_RESET_QUEUE_URL: `${url}/111111111111/password-resets`,
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

export type FakeAws = Awaited<ReturnType<typeof startFakeAws>>;
