import type { SQSClient } from '@aws-sdk/client-sqs';
import type { DeadLetterFilter } from '../../cli/redrive/dead-letter.ts';
import type { EndpointRule } from '../../cli/redrive/endpoint-rule.ts';
import { deadLettersInQueue } from '../../cli/redrive/from-queue.ts';
import { deadLetterRecord } from '../support/dead-letter.ts';

const messageOf = (handle: string, of: Parameters<typeof deadLetterRecord>[0] = {}) => {
  const { messageId, body, attributes, messageAttributes } = deadLetterRecord(of);
  return {
    ...{ MessageId: messageId, Body: body, ReceiptHandle: handle, Attributes: attributes },
    MessageAttributes: Object.fromEntries(
      Object.entries(messageAttributes).map(([name, { stringValue }]) => [name, { DataType: 'String', StringValue: stringValue }]),
    ),
  };
};

/** A queue of these messages, and what was done in which order. */
const scene = (
  messages: readonly object[],
  rules: () => EndpointRule | undefined = () => ({ arn: 'rule', isEnabled: true }),
  broken = '',
) => {
  const done: string[] = [];
  const batches = [messages, []];
  const client = {
    send: async (command: { readonly constructor: { readonly name: string }; readonly input: { readonly ReceiptHandle?: string } }) => {
      if (command.constructor.name === 'ReceiveMessageCommand') return { Messages: batches.shift() };
      if (command.input.ReceiptHandle === broken) throw new Error('the receipt handle has expired');
      done.push(`${command.constructor.name.replace('Command', '')} ${command.input.ReceiptHandle}`);
      return {};
    },
  } as unknown as Pick<SQSClient, 'send'>;
  const open = (filter: DeadLetterFilter = {}) =>
    deadLettersInQueue({
      client,
      url: 'queue',
      filter,
      send: async (endpoint) => void done.push(`sent to ${endpoint}`),
      rules: async () => rules(),
    });
  return { open, done };
};

test('a dead letter is deleted after the bus has taken it, and is not given back', async () => {
  const { open, done } = scene([messageOf('a')]);
  const source = open();
  for (const letter of await source.find()) await letter.send();
  await source.close();
  expect(done).toEqual(['sent to billing', 'DeleteMessage a']);
});

test('what is not meant, what cannot be read, and what was only looked at is visible again', async () => {
  const { open, done } = scene([
    messageOf('a', { rule: 'operator-erp' }),
    messageOf('b', { errorCode: 'TIMEOUT' }),
    messageOf('c', { event: 'partner.created' }),
    { ...messageOf('d'), Body: 'poison' },
    messageOf('e'),
  ]);
  const source = open({ webhook: 'billing', error: 'SDK_CLIENT_ERROR', event: 'reseller.created' });
  expect(await source.find()).toHaveLength(1);
  await source.close();
  expect(new Set(done)).toEqual(new Set(['a', 'b', 'c', 'd', 'e'].map((handle) => `ChangeMessageVisibility ${handle}`)));
});

test('one that cannot be given back does not keep the others', async () => {
  const { open, done } = scene([messageOf('a', { rule: 'operator-erp' }), messageOf('b', { rule: 'operator-erp' })], undefined, 'a');
  const source = open({ webhook: 'billing' });
  await source.find();
  await source.close();
  expect(done).toEqual(['ChangeMessageVisibility b']);
});

test('a span of time is from its first millisecond to before its last', async () => {
  const times = [999, 1000, 1999, 2000].map((sentAt) => messageOf(String(sentAt), { sentAt }));
  const found = await scene(times).open({ from: '1970-01-01T00:00:01.000Z', to: '1970-01-01T00:00:02.000Z' }).find();
  expect(found).toHaveLength(2);
});

test.each([
  ['has no rule', undefined],
  ['has a disabled rule', { arn: 'rule', isEnabled: false }],
])('nothing is sent to an endpoint that %s, and nothing deleted', async (_, rule) => {
  const { open, done } = scene([messageOf('a')], () => rule);
  const source = open();
  const [letter] = await source.find();
  await expect(letter?.send()).rejects.toMatchObject({ code: 'webhook-not-receiving' });
  await source.close();
  expect(done).toEqual(['ChangeMessageVisibility a']);
});

test('a message whose endpoint was disabled while it was being sent is kept, since its event may have met no rule', async () => {
  const states = [true, false];
  const { open, done } = scene([messageOf('a')], () => ({ arn: 'rule', isEnabled: states.shift() ?? false }));
  const source = open();
  const [letter] = await source.find();
  await expect(letter?.send()).rejects.toMatchObject({ code: 'webhook-not-receiving' });
  await source.close();
  expect(done).toEqual(['sent to billing', 'ChangeMessageVisibility a']);
});
