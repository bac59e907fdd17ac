import type { Collection } from '../src/base/journal.ts';
import { eventBridge } from '../src/eventbridge/event-bridge.ts';
import { asyncInvocations } from '../src/lambda/async-invocations.ts';
import type { StoredQueueMessage } from '../src/sqs/message.ts';
import { queues } from '../src/sqs/queues.ts';
import { statuses, webhookReceiver } from './webhook-receiver.ts';

const account = { region: 'eu-west-1', account: '123456789012' };
const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:send';

/** A collection as a file would hold it: values are texts. */
const collection = <Value>(): Collection<Value> & { readonly size: () => number } => {
  const texts = new Map<string, string>();
  return {
    entries: () => [...texts].map(([id, text]) => [id, JSON.parse(text) as Value] as const),
    put: (id, value) => void texts.set(id, JSON.stringify(value)),
    remove: (id) => void texts.delete(id),
    size: () => texts.size,
  };
};

test('a queue has, after a restart, its messages: as often received, hidden for as long, and moved where they were moved', async () => {
  const kept = collection<StoredQueueMessage>();
  const start = () => {
    const sqs = queues({ ...account, baseUrl: 'http://127.0.0.1:1', kept });
    sqs.create('inbox', { RedrivePolicy: { deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:123456789012:letters', maxReceiveCount: 1 } });
    sqs.create('letters');
    return sqs;
  };
  const first = start();
  for (const body of ['moved', 'hidden', 'deleted', 'waiting']) first.send('inbox', { body });
  await first.receive('inbox', { visibilityMs: 0 });
  const [hidden, deleted] = await first.receive('inbox', { most: 2 });
  first.deleteMessage('inbox', deleted?.receipt ?? '');

  const second = start();
  expect((await second.receive('inbox', { most: 10 })).map(({ body, receiveCount }) => [body, receiveCount])).toEqual([['waiting', 1]]);
  expect(await second.receive('letters', { visibilityMs: 0 })).toMatchObject([
    { body: 'moved', movedFrom: expect.stringMatching(/:inbox$/) },
  ]);
  second.deleteMessage('inbox', hidden?.receipt ?? '');

  const third = start();
  expect(third.attributes('inbox')).toMatchObject({ ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '1' });
  third.purge('inbox');
  third.purge('letters');
  expect(kept.size()).toBe(0);
});

test('an event for a function is tried, after a restart, as often as it has tries left, and is then over', async () => {
  const kept = collection<never>();
  const start = (invoke: () => Promise<void>, timeScale: number) => {
    const letters: string[] = [];
    const invocations = asyncInvocations({
      functionArns: [arn],
      definitions: [{ functionName: 'send', retries: 1, maxAgeSeconds: 21_600, onFailure: 'arn:aws:sqs:eu-west-1:123456789012:letters' }],
      invoke(_, event) {
        calls.push(event);
        return invoke();
      },
      sendToQueue: (_, __, body) => letters.push(body),
      warn: () => undefined,
      kept,
      timeScale,
    });
    return { invocations, letters };
  };
  const calls: unknown[] = [];
  const failing = () => Promise.reject(new Error('down'));
  const first = start(failing, 0.002);
  first.invocations.accept(arn, { id: 1 });
  await new Promise((done) => setTimeout(done, 20));
  first.invocations.stop();
  await first.invocations.idle();
  expect([calls.length, kept.size()]).toEqual([1, 1]);

  const second = start(failing, 0.002);
  second.invocations.resume();
  await second.invocations.idle();
  expect([calls, second.letters.length, kept.size()]).toEqual([[{ id: 1 }, { id: 1 }], 1, 0]);
  expect(JSON.parse(second.letters[0] ?? '')).toMatchObject({ requestContext: { approximateInvokeCount: 2 } });
});

test('a delivery goes on, after a restart, at its next attempt, and finds the target under its new ARN', async () => {
  const receiver = await webhookReceiver(statuses(503, 503, 200));
  const kept = collection<never>();
  const attempts: number[] = [];
  const start = () => {
    const onDelivery = ({ attempt }: { readonly attempt: number }) => attempts.push(attempt);
    const bridge = eventBridge({ ...account, kept, onDelivery, random: () => 0.5, timeScale: 0.2 });
    const { ConnectionArn } = bridge.createConnection({
      Name: 'hook',
      AuthorizationType: 'API_KEY',
      AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: 'Webhook-Token', ApiKeyValue: 'sesame' } },
    });
    const destination = { Name: 'hook', ConnectionArn, InvocationEndpoint: receiver.url, HttpMethod: 'POST' } as const;
    const { ApiDestinationArn: Arn } = bridge.createApiDestination(destination);
    bridge.putRule({ Name: 'hook', EventPattern: '{"source":["shop"]}' });
    bridge.putTargets({ Rule: 'hook', Targets: [{ Id: 'webhook', Arn, RoleArn: 'arn:role', InputPath: '$.detail' }] });
    return bridge;
  };
  const first = start();
  first.putEvents({ Entries: [{ Source: 'shop', DetailType: 'x', Detail: '{"n":1}' }] });
  await receiver.arrival(1);
  while (attempts.length === 0) await new Promise((done) => setImmediate(done));
  await first.stop();

  const second = start();
  second.resume();
  await second.idle();
  expect([attempts, receiver.received.map(({ body }) => body), kept.size()]).toEqual([[1, 2, 3], Array(3).fill('{"n":1}'), 0]);
  await second.stop();
  await receiver.stop();
});
