import { createHash } from 'node:crypto';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type AwsEndpoint, awsEndpoint } from '../src/base/aws-endpoint.ts';
import type { StoredQueueMessage } from '../src/sqs/message.ts';
import { type Queues, queues } from '../src/sqs/queues.ts';

let sqs: Queues;
let endpoint: AwsEndpoint;
let client: SQSClient;
let QueueUrl: string;

beforeEach(async () => {
  sqs = queues({ region: 'eu-west-1', account: '123456789012', baseUrl: () => endpoint.url });
  endpoint = await awsEndpoint({ handlers: { AmazonSQS: sqs.handle } });
  client = new SQSClient({
    endpoint: endpoint.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  QueueUrl = sqs.create('inbox').url;
});

afterEach(async () => {
  client.destroy();
  sqs.stop();
  await endpoint.stop();
});

const receive = (more: object = {}) => client.send(new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'], ...more }));

test('a message comes back with its body, attributes and digests, until it is deleted', async () => {
  const sent = await client.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: 'Ünï \u{1F600}',
      MessageAttributes: {
        RULE_ARN: { DataType: 'String', StringValue: 'arn:x' },
        BYTES: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 255, 7]) },
      },
    }),
  );
  const { Messages } = await receive();
  expect(Messages).toHaveLength(1);
  expect(Messages?.[0]).toMatchObject({
    Body: 'Ünï \u{1F600}',
    MessageId: sent.MessageId,
    MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
  });
  expect(Messages?.[0]?.MessageAttributes?.BYTES?.BinaryValue).toEqual(new Uint8Array([0, 255, 7]));
  expect(Messages?.[0]?.Attributes?.ApproximateReceiveCount).toBe('1');

  expect((await receive()).Messages).toBeUndefined();
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages?.[0]?.ReceiptHandle }));
  expect(sqs.attributes('inbox').ApproximateNumberOfMessagesNotVisible).toBe('0');
});

test('the digest of attributes is the documented one: length and name, length and type, transport, length and value', async () => {
  const text = Buffer.from('00000001' + '61' + '00000006' + '537472696e67' + '01' + '00000002' + '6869', 'hex');
  const binary = Buffer.from('00000001' + '62' + '00000006' + '42696e617279' + '02' + '00000002' + '00ff', 'hex');
  const sent = await client.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: 'x',
      MessageAttributes: {
        b: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 255]) },
        a: { DataType: 'String', StringValue: 'hi' },
      },
    }),
  );
  expect(sent.MD5OfMessageAttributes).toBe(
    createHash('md5')
      .update(Buffer.concat([text, binary]))
      .digest('hex'),
  );
});

test('batches succeed and fail entry by entry', async () => {
  const { Successful, Failed } = await client.send(
    new SendMessageBatchCommand({
      QueueUrl,
      Entries: [
        { Id: 'a', MessageBody: '1' },
        { Id: 'b', MessageBody: 'bell \u0007' },
        { Id: 'c', MessageBody: '3' },
      ],
    }),
  );
  expect(Successful?.map(({ Id }) => Id)).toEqual(['a', 'c']);
  expect(Failed).toEqual([expect.objectContaining({ Id: 'b', Code: 'InvalidMessageContents', SenderFault: true })]);

  const { Messages = [] } = await receive({ MaxNumberOfMessages: 10 });
  const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
  await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  expect(Attributes).toMatchObject({ ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' });
  await expect(client.send(new SendMessageBatchCommand({ QueueUrl, Entries: [] }))).rejects.toMatchObject({ name: 'EmptyBatchRequest' });
});

test('a long poll answers as soon as a message arrives', async () => {
  const started = performance.now();
  const poll = receive({ WaitTimeSeconds: 20 });
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'late' }));
  expect((await poll).Messages?.[0]?.Body).toBe('late');
  expect(performance.now() - started).toBeLessThan(2_000);
});

test('stopping ends a long poll', async () => {
  const poll = sqs.receive('inbox', { waitMs: 20_000 });
  sqs.stop();
  expect(await poll).toEqual([]);
});

test('a message given back is received again, and an old receipt deletes nothing', async () => {
  sqs.send('inbox', { body: 'again' });
  const first = (await receive()).Messages?.[0];
  await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout: 0 }));
  const second = (await receive()).Messages?.[0];
  expect(second?.Attributes?.ApproximateReceiveCount).toBe('2');

  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
  expect(sqs.attributes('inbox').ApproximateNumberOfMessagesNotVisible).toBe('1');
});

test('a message that a receiver of an ended runtime held is visible again; one of another process stays hidden', async () => {
  const values = new Map<string, StoredQueueMessage>();
  const kept = {
    entries: () => [...values],
    put: (id: string, value: StoredQueueMessage) => void values.set(id, value),
    remove: () => undefined,
  };
  const start = (): Queues => {
    const started = queues({ region: 'eu-west-1', account: '123456789012', baseUrl: 'http://127.0.0.1', kept });
    started.create('inbox', { VisibilityTimeout: 360 });
    return started;
  };
  const before = start();
  const [own] = ['own', 'foreign'].map((body) => before.send('inbox', { body }));
  await before.receive('inbox', { by: 'a mapping' });
  await before.receive('inbox');
  const received = await start().receive('inbox', { most: 10, waitMs: 0 });
  expect(received.map(({ id, receiveCount }) => [id, receiveCount])).toEqual([[own?.id, 2]]);
});

test('a message received too often moves to the dead-letter queue with its id and attributes', async () => {
  const deadLetters = sqs.create('dead');
  const work = sqs.create('work', { RedrivePolicy: { deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 2 } });
  const { id } = sqs.send(work.arn, { body: 'poison', attributes: { a: { DataType: 'String', StringValue: '1' } } });
  for (let count = 0; count < 2; count += 1) expect(await sqs.receive('work', { visibilityMs: 0 })).toHaveLength(1);
  expect(await sqs.receive('work')).toEqual([]);
  expect(await sqs.receive(deadLetters.url)).toEqual([
    expect.objectContaining({ id, body: 'poison', attributes: { a: { DataType: 'String', StringValue: '1' } }, movedFrom: work.arn }),
  ]);
});

test('queues are found by name, listed by prefix and purged', async () => {
  sqs.create('other');
  expect((await client.send(new GetQueueUrlCommand({ QueueName: 'inbox' }))).QueueUrl).toBe(QueueUrl);
  expect((await client.send(new ListQueuesCommand({ QueueNamePrefix: 'oth' }))).QueueUrls).toEqual([`${endpoint.url}/123456789012/other`]);
  sqs.send('inbox', { body: 'x' });
  await client.send(new PurgeQueueCommand({ QueueUrl }));
  expect(sqs.attributes(QueueUrl).ApproximateNumberOfMessages).toBe('0');
});

test('an unknown queue and a body too long are refused by AWS names', async () => {
  await expect(client.send(new GetQueueUrlCommand({ QueueName: 'none' }))).rejects.toMatchObject({
    name: 'QueueDoesNotExist',
    Error: { Code: 'AWS.SimpleQueueService.NonExistentQueue' },
  });
  await expect(client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x'.repeat(1_048_577) }))).rejects.toMatchObject({
    name: 'InvalidParameterValue',
  });
});
