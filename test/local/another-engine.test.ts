import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { type DynamoDbServer, startDynamoDb } from '@tenantry/cdk-local/dynamodb/server';
import { put } from '../../functions/shared/table/transaction.ts';
import { startTable } from '../../testing/table.ts';

let engine: DynamoDbServer;
let client: DynamoDBClient;

beforeAll(async () => {
  engine = await startDynamoDb();
  process.env.DYNAMODB_ENDPOINT = engine.url;
  client = new DynamoDBClient({ endpoint: engine.url, region: 'eu-west-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
});
afterAll(async () => {
  delete process.env.DYNAMODB_ENDPOINT;
  client.destroy();
  await engine.stop();
});

test('each test file has a table of its own on the engine that DYNAMODB_ENDPOINT names, and leaves none there', async () => {
  const [one, other] = [await startTable(), await startTable()];
  await one.table.commit([put({ pk: 'A', sk: 'A' }, {}, () => new Error('taken'))]);
  expect([await one.table.get({ pk: 'A', sk: 'A' }), await other.table.get({ pk: 'A', sk: 'A' })]).toEqual([
    { pk: 'A', sk: 'A' },
    undefined,
  ]);
  const { TableNames } = await client.send(new ListTablesCommand());
  expect(new Set(TableNames)).toEqual(new Set([one.name, other.name]));
  await one.stop();
  await other.stop();
  expect((await client.send(new ListTablesCommand())).TableNames).toEqual([]);
});

test('there, too, requests are held to the rules of DynamoDB', async () => {
  const { table, stop } = await startTable();
  const long = put({ pk: 'A', sk: 'A' }, { gsi1pk: 'x'.repeat(2049), gsi1sk: 'x' }, () => new Error('taken'));
  await expect(table.commit([long])).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining('gsi1pk') });
  await stop();
});
