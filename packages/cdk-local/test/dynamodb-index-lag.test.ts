import { setTimeout as delay } from 'node:timers/promises';
import { DeleteItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { localClientOptions } from '../src/dynamodb/client-options.ts';
import { type Database, openDatabase } from '../src/dynamodb/database.ts';
import { type Gate, openGate } from '../src/dynamodb/gate.ts';
import { type Fixture, temporaryDirectory } from './assembly-fixture.ts';
import { KEY, SONGS, TableName } from './dynamodb-calls.ts';

const LAG_MS = 300;
const create = { ...SONGS, StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' as const } };

let directory: Fixture;
let database: Database;
let gate: Gate;
let client: DynamoDBClient;

const open = async (indexLagMs: number | undefined) => {
  const options = { definitions: [{ create }], region: 'us-east-1', endpoint: undefined, expiryIntervalMs: 60_000, indexLagMs };
  database = await openDatabase({
    ...options,
    dataDir: directory.directory,
    fail: (message) => {
      throw new Error(message);
    },
    warn: (message) => {
      throw new Error(message);
    },
  });
  gate = await openGate({ url: database.url, route: database.route, authorize: () => undefined, onDefect: () => undefined });
  client = new DynamoDBClient(localClientOptions(gate.url, 'us-east-1'));
};
const close = async () => {
  client.destroy();
  await gate.stop();
  await database.stop();
};

beforeAll(async () => {
  directory = temporaryDirectory();
  await open(undefined);
  await put({ ...KEY, genre: { S: 'old' } });
  await close();
  await open(LAG_MS);
});
afterAll(async () => {
  await close();
  directory.remove();
});

const put = (item: object) => client.send(new PutItemCommand({ TableName, Item: { ...KEY, year: { S: '1999' }, ...item } }));
const listed = async (genre: string) => {
  const asked = { KeyConditionExpression: 'genre = :genre', ExpressionAttributeValues: { ':genre': { S: genre } } };
  return (await client.send(new QueryCommand({ TableName, IndexName: 'by-genre', ...asked }))).Count;
};
const follows = async (genre: string, count: number) => {
  const since = performance.now();
  while ((await listed(genre)) !== count) await delay(10);
  return performance.now() - since;
};

test('an index shows at once what was there when it was opened', async () => {
  expect(await listed('old')).toBe(1);
});

test('the table shows a write at once, and its index a moment later', async () => {
  const Key = { pk: { S: 'a' }, sk: { S: 'new' } };
  await put({ ...Key, genre: { S: 'new' } });
  expect((await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item).toBeDefined();
  expect(await listed('new')).toBe(0);
  expect(await follows('new', 1)).toBeGreaterThan(LAG_MS / 4);

  await client.send(new DeleteItemCommand({ TableName, Key }));
  expect(await listed('new')).toBe(1);
  await follows('new', 0);
});

test('the writes of one item reach the index in their order', async () => {
  for (let year = 0; year < 10; year += 1) await put({ sk: { S: 'many' }, genre: { S: year < 9 ? 'first' : 'last' } });
  await follows('last', 1);
  await delay(LAG_MS);
  expect([await listed('first'), await listed('last')]).toEqual([0, 1]);
});
