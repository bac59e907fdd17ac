import { deadLettersOfSubscription } from '../../cli/redrive/from-subscription.ts';

const event = (name: string) => ({ 'detail-type': name, source: 'tenantry', detail: {} });
const FUNCTION = 'arn:aws:lambda:eu-west-1:222222222222:function:add-customer';
const QUEUE = 'arn:aws:sqs:eu-west-1:222222222222:changes';
const SENT = { SentTimestamp: String(Date.UTC(2026, 10, 22, 14)) };

const undelivered = (ReceiptHandle: string, target: string, name = 'reseller.created') => ({
  ...{ ReceiptHandle, Body: JSON.stringify(event(name)), Attributes: SENT },
  MessageAttributes: { TARGET_ARN: { StringValue: target }, ERROR_CODE: { StringValue: 'NO_PERMISSIONS' } },
});
const failed = (ReceiptHandle: string) => ({
  ...{ ReceiptHandle, Attributes: SENT },
  Body: JSON.stringify({
    requestContext: { functionArn: `${FUNCTION}:$LATEST`, condition: 'RetriesExhausted' },
    requestPayload: event('reseller.organization.created'),
    responsePayload: { errorType: 'TypeError' },
  }),
});

const open = (messages: readonly object[], filter = {}, refuse = false) => {
  const calls: unknown[] = [];
  const send = async ({
    constructor: { name },
    input,
  }: {
    readonly constructor: { readonly name: string };
    readonly input: Record<string, unknown>;
  }) => {
    if (name === 'ReceiveMessageCommand') return { Messages: calls.push('received') === 1 ? messages : [] };
    if (name === 'GetQueueUrlCommand') return { QueueUrl: `https://sqs/${input.QueueOwnerAWSAccountId}/${input.QueueName}` };
    if (refuse && name === 'InvokeCommand') throw new Error('throttled');
    const { Payload, MessageBody, FunctionName, QueueUrl, ReceiptHandle } = input;
    const body = Payload === undefined ? MessageBody : new TextDecoder().decode(Payload as Uint8Array);
    calls.push([name, FunctionName ?? ReceiptHandle ?? QueueUrl, ...(body === undefined ? [] : [JSON.parse(String(body))])]);
    return {};
  };
  const client = { send: send as never };
  const source = deadLettersOfSubscription({ queues: client, functions: client, url: 'https://sqs/dead', filter });
  return { source, calls: () => calls.filter((call) => call !== 'received') };
};

it('sends an event that was not delivered to its queue, and one that a function failed for to the function, then deletes them', async () => {
  const { source, calls } = open([undelivered('one', QUEUE), failed('two')]);
  const found = await source.find();
  expect(found.map(({ endpoint, event, errorCode }) => [endpoint, event, errorCode])).toEqual([
    [QUEUE, 'reseller.created', 'NO_PERMISSIONS'],
    [FUNCTION, 'reseller.organization.created', 'TypeError'],
  ]);
  for (const letter of found) await letter.send();
  await source.close();
  expect(calls()).toEqual([
    ['SendMessageCommand', 'https://sqs/222222222222/changes', event('reseller.created')],
    ['DeleteMessageCommand', 'one'],
    ['InvokeCommand', FUNCTION, event('reseller.organization.created')],
    ['DeleteMessageCommand', 'two'],
  ]);
});

it('shows what it did not send again: what the filter leaves out, what failed, and what no target takes', async () => {
  const machine = 'arn:aws:states:eu-west-1:222222222222:stateMachine:crm';
  const unreadable = { ReceiptHandle: 'four', Body: 'no JSON', Attributes: SENT };
  const messages = [undelivered('one', QUEUE, 'partner.created'), failed('two'), undelivered('three', machine), unreadable];
  const { source, calls } = open(messages, { from: '2026-11-22T14:00:00.000Z', event: 'reseller.organization.created' }, true);
  const [letter, ...others] = await source.find();
  expect(others).toEqual([]);
  await expect(letter?.send()).rejects.toThrow('throttled');
  await source.close();
  expect(calls()).toEqual(['one', 'two', 'three', 'four'].map((handle) => ['ChangeMessageVisibilityCommand', handle]));
});

it('says of a state machine that it has to be started', async () => {
  const { source } = open([undelivered('one', 'arn:aws:states:eu-west-1:222222222222:stateMachine:crm')]);
  const [letter] = await source.find();
  await expect(letter?.send()).rejects.toThrow('is neither a function nor a queue');
});
