import { CreateTableCommand, DeleteItemCommand, DynamoDBClient, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { localClientOptions } from '../src/dynamodb/client-options.ts';
import { type DynamoDbServer, startDynamoDb } from '../src/dynamodb/server.ts';
import { isChange } from '../src/event-source/changes.ts';
import { openCheckpoints } from '../src/event-source/checkpoints.ts';
import { startMapping } from '../src/event-source/mapping.ts';
import type { StreamRecord } from '../src/event-source/records.ts';
import { KEY, SONGS, TableName } from './dynamodb-calls.ts';
import { streamRecord } from './stream-records.ts';

let server: DynamoDbServer;
let client: DynamoDBClient;
let serverStreamArn = '';

beforeAll(async () => {
  server = await startDynamoDb();
  client = new DynamoDBClient(localClientOptions(server.url, 'us-east-1'));
  const StreamSpecification = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' as const };
  const { TableDescription } = await client.send(new CreateTableCommand({ ...SONGS, StreamSpecification }));
  serverStreamArn = String(TableDescription?.LatestStreamArn);
});
afterAll(async () => {
  client.destroy();
  await server.stop();
});

const put = (attributes: object) => client.send(new PutItemCommand({ TableName, Item: { ...KEY, ...attributes } }));
const set = (N: string) => {
  const change = { UpdateExpression: 'SET plays = :plays', ExpressionAttributeValues: { ':plays': { N } } };
  return client.send(new UpdateItemCommand({ TableName, Key: KEY, ...change }));
};

test('a function is handed no record of a write that changed nothing', async () => {
  const records: StreamRecord[] = [];
  const streams = new DynamoDBStreamsClient(localClientOptions(server.url, 'us-east-1'));
  const mapping = startMapping({
    client: streams,
    serverStreamArn,
    mapping: {
      id: 'songs',
      streamArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/songs/stream/x',
      functionName: 'reader',
      batchSize: 10,
      windowSeconds: 0,
      accepts: () => true,
      startingPosition: 'TRIM_HORIZON',
      policy: { maximumRetryAttempts: 0, maximumRecordAgeSeconds: -1, bisect: false, reportsItemFailures: false },
    },
    mayRead: () => true,
    functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:reader',
    region: 'us-east-1',
    checkpoints: openCheckpoints(undefined),
    invoke: async ({ Records }) => void records.push(...Records),
    sendToQueue: () => undefined,
    warn: () => undefined,
    timeScale: 1,
  });
  await put({ plays: { N: '1' }, tags: { SS: ['a', 'b'] } });
  await put({ plays: { N: '1.0' }, tags: { SS: ['b', 'a'] } });
  await set('1');
  await set('2');
  await client.send(new DeleteItemCommand({ TableName, Key: { pk: { S: 'nobody' }, sk: { S: 'nobody' } } }));
  await client.send(new DeleteItemCommand({ TableName, Key: KEY }));
  await mapping.idle();
  await mapping.stop();
  streams.destroy();
  expect(records.map(({ eventName }) => eventName)).toEqual(['INSERT', 'MODIFY', 'REMOVE']);
});

const record = (eventName: string, images: object, StreamViewType = 'NEW_AND_OLD_IMAGES'): StreamRecord => {
  const plain = streamRecord(1);
  return { ...plain, eventName, dynamodb: { ...plain.dynamodb, StreamViewType, ...images } };
};

test.each<[string, StreamRecord, boolean]>([
  [
    'an item that was put as it was',
    record('MODIFY', { OldImage: { a: { L: [{ N: '1' }] } }, NewImage: { a: { L: [{ N: '1' }] } } }),
    false,
  ],
  ['a set in another order', record('MODIFY', { OldImage: { a: { NS: ['1', '2'] } }, NewImage: { a: { NS: ['2', '1'] } } }), false],
  [
    'a list in another order',
    record('MODIFY', { OldImage: { a: { L: [{ S: 'x' }, { S: 'y' }] } }, NewImage: { a: { L: [{ S: 'y' }, { S: 'x' }] } } }),
    true,
  ],
  ['a list in a map named as sets are', record('MODIFY', { OldImage: { SS: { L: [] } }, NewImage: { SS: { M: {} } } }), true],
  ['another type', record('MODIFY', { OldImage: { a: { S: '1' } }, NewImage: { a: { N: '1' } } }), true],
  ['a new item', record('INSERT', { NewImage: { a: { S: '1' } } }), true],
  ['the deletion of nothing', record('REMOVE', {}), false],
  ['a record without images', record('MODIFY', {}, 'KEYS_ONLY'), true],
])('%s', (_, made, expected) => {
  expect(isChange(made)).toBe(expected);
});
