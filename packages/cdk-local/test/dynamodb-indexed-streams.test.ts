import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { startIndexed } from '../src/dynamodb/indexed-streams.ts';

const clientOf = (endpoint: string) =>
  new DynamoDBClient({ endpoint, region: 'eu-west-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });

const createTable = new CreateTableCommand({
  TableName: 'things',
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
});

test('the number of the next stream record is found by an index, and the data is where it was asked for', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'indexed-'));
  const file = join(folder, 'tables.db');
  const server = await startIndexed({ file });
  const database = new DatabaseSync(file);
  try {
    const plan = (sql: string) =>
      database
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all()
        .map(({ detail }) => String(detail));
    const next = "SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1 FROM _stream_records WHERE table_name = 'things'";
    expect(plan(next)).toEqual([expect.stringContaining('USING COVERING INDEX stream_numbers')]);
    const read =
      "SELECT event_name FROM _stream_records WHERE table_name = 'things' AND shard_id = 's' AND CAST(sequence_number AS INTEGER) > 7 ORDER BY CAST(sequence_number AS INTEGER) LIMIT 9";
    expect(plan(read)).toEqual([expect.stringContaining('USING INDEX shard_numbers')]);
  } finally {
    database.close();
    await server.stop();
  }
  expect(existsSync(file)).toBe(true);
  rmSync(folder, { recursive: true });
});

test('without a file the data is there until the server ends, and nothing is left behind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'indexed-'));
  const [before, files] = [process.env.TMPDIR, () => readdirSync(folder)];
  process.env.TMPDIR = folder;
  const server = await startIndexed({});
  const client = clientOf(server.url);
  try {
    if (process.platform !== 'win32') expect(files()).toEqual([]);
    await client.send(createTable);
    await client.send(new PutItemCommand({ TableName: 'things', Item: { pk: { S: 'a' } } }));
    expect((await client.send(new GetItemCommand({ TableName: 'things', Key: { pk: { S: 'a' } } }))).Item).toEqual({ pk: { S: 'a' } });
  } finally {
    client.destroy();
    await server.stop();
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  expect(files()).toEqual([]);
  rmSync(folder, { recursive: true });
});
