import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { jest } from '@jest/globals';
import { localClientOptions } from '../src/dynamodb/client-options.ts';
import { openDatabase } from '../src/dynamodb/database.ts';
import type { TableDefinition } from '../src/dynamodb/definition.ts';
import { tableDefinition } from '../src/dynamodb/definition.ts';
import { dynamoDbExecutable } from '../src/dynamodb/executable.ts';
import { sweepExpired } from '../src/dynamodb/expiry.ts';
import { startDynamoDb } from '../src/dynamodb/server.ts';
import { readAssembly } from '../src/template/assembly.ts';
import { readModel } from '../src/template/model.ts';
import { temporaryDirectory, writeAssembly } from './assembly-fixture.ts';

const key = (name: string, KeyType: string) => ({ AttributeName: name, KeyType });
const properties = {
  TableName: 'things',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: ['pk', 'sk', 'g'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
  KeySchema: [key('pk', 'HASH'), key('sk', 'RANGE')],
  GlobalSecondaryIndexes: [{ IndexName: 'gsi1', KeySchema: [key('g', 'HASH')], Projection: { ProjectionType: 'ALL' } }],
  TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
};

const definitionOf = (Type: string, over: object): TableDefinition => {
  const assembly = writeAssembly({ S: { Resources: { T: { Type, Properties: { ...properties, ...over } } } } });
  const [resource] = readModel(readAssembly(assembly.directory), () => undefined).resources;
  assembly.remove();
  if (!resource) throw new Error('no resource');
  return tableDefinition(resource);
};

const global = definitionOf('AWS::DynamoDB::GlobalTable', {
  StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
  Replicas: [{}],
});
const warn = () => undefined;
const fail = (message: string) => {
  throw new Error(message);
};
const open = (definitions: readonly TableDefinition[], dataDir?: string) =>
  openDatabase({ definitions, region: 'us-east-1', dataDir, endpoint: undefined, expiryIntervalMs: 60_000, warn, fail });
const item = (pk: string, ttl: number) =>
  new PutItemCommand({ TableName: 'things', Item: { pk: { S: pk }, sk: { S: '-' }, ttl: { N: String(ttl) } } });

describe('the tables of a template', () => {
  test.each([
    ['AWS::DynamoDB::GlobalTable', { StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' } }],
    ['AWS::DynamoDB::Table', { StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' } }],
  ])('%s is created with keys, index, stream and TTL', async (type, over) => {
    const database = await open([definitionOf(type, over)]);
    const client = new DynamoDBClient(localClientOptions(database.url, 'us-east-1'));
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'things' }));
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: 'things' }));
    expect(Table?.KeySchema).toEqual(properties.KeySchema);
    expect(Table?.GlobalSecondaryIndexes?.[0]?.IndexName).toBe('gsi1');
    expect(Table?.LatestStreamArn).toBe(database.streamArn('things'));
    expect(database.streamArn('things')).toBeDefined();
    expect(TimeToLiveDescription).toEqual({ AttributeName: 'ttl', TimeToLiveStatus: 'ENABLED' });
    client.destroy();
    await database.stop();
  });

  test('a sweep deletes what has expired and nothing else', async () => {
    const database = await open([global]);
    const client = new DynamoDBClient(localClientOptions(database.url, 'us-east-1'));
    await Promise.all([client.send(item('old', 100)), client.send(item('young', 300))]);
    expect(await sweepExpired(client, [global], 200_000)).toBe(1);
    const { Items } = await client.send(new ScanCommand({ TableName: 'things' }));
    expect(Items?.map(({ pk }) => pk?.S)).toEqual(['young']);
    client.destroy();
    await database.stop();
  });

  test('a sweep reads a few items at a time, and rests before it goes on', async () => {
    const database = await open([global]);
    const client = new DynamoDBClient(localClientOptions(database.url, 'us-east-1'));
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((pk) => client.send(item(pk, 100))));
    const rested: number[] = [];
    const rest = async (tookMs: number) => void rested.push(tookMs);
    expect(await sweepExpired(client, [global], 200_000, { pageSize: 2, rest })).toBe(5);
    expect(rested).toHaveLength(2);
    client.destroy();
    await database.stop();
  });

  const onLinux = process.platform === 'linux' ? test : test.skip;
  onLinux('outlive a disk that is full: reads go on, and writes once there is room', async () => {
    const kept = temporaryDirectory();
    const database = await open([global], kept.directory);
    const client = new DynamoDBClient({ ...localClientOptions(database.url, 'us-east-1'), maxAttempts: 1 });
    await client.send(item('a', 1));
    const pids = execFileSync('pgrep', ['-f', kept.directory], { encoding: 'utf8' }).trim().split('\n');
    const limitFiles = (most: string) => {
      for (const pid of pids) execFileSync('prlimit', ['--pid', pid, `--fsize=${most}:unlimited`]);
    };
    limitFiles('1');
    await expect(client.send(item('b', 1))).rejects.toThrow('disk I/O error');
    const { Item } = await client.send(new GetItemCommand({ TableName: 'things', Key: { pk: { S: 'a' }, sk: { S: '-' } } }));
    expect(Item?.pk?.S).toBe('a');
    limitFiles('unlimited');
    await client.send(item('c', 1));
    const { Items } = await client.send(new ScanCommand({ TableName: 'things' }));
    expect(Items?.map(({ pk }) => pk?.S).toSorted()).toEqual(['a', 'c']);
    client.destroy();
    await database.stop();
    kept.remove();
  });

  test('keep their items in a data directory, and refuse a template with other keys', async () => {
    const kept = temporaryDirectory();
    const first = await open([global], kept.directory);
    const client = new DynamoDBClient(localClientOptions(first.url, 'us-east-1'));
    await client.send(item('a', 1));
    await first.stop();
    const second = await open([global], kept.directory);
    const again = new DynamoDBClient(localClientOptions(second.url, 'us-east-1'));
    const { Item } = await again.send(new GetItemCommand({ TableName: 'things', Key: { pk: { S: 'a' }, sk: { S: '-' } } }));
    expect(Item?.pk?.S).toBe('a');
    expect(second.streamArn('things')).toBe(first.streamArn('things'));
    await second.stop();
    const other = definitionOf('AWS::DynamoDB::Table', { KeySchema: [key('pk', 'HASH')] });
    await expect(open([other], kept.directory)).rejects.toThrow('The table things exists with other keys');
    kept.remove();
  });
});

test('a missing platform package is named, with two ways out', () => {
  expect(() => dynamoDbExecutable('plan9', 'mips')).toThrow(/@dynoxide\/plan9-mips is not installed: run "npm ci".*running server/);
});

test('a server that is stopped ends by itself: no group of processes is killed, whose id may be used again', async () => {
  const kill = jest.spyOn(process, 'kill');
  try {
    const server = await startDynamoDb();
    await server.stop();
    await server.ended;
    expect(kill).not.toHaveBeenCalled();
    await expect(fetch(server.url)).rejects.toThrow();
  } finally {
    kill.mockRestore();
  }
});

test('the server does not outlive a parent that was killed', async () => {
  const source = `import { startDynamoDb } from ${JSON.stringify(join(import.meta.dirname, '../src/dynamodb/server.ts'))};
    console.log((await startDynamoDb()).url); setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const url = line.toString().trim();
  expect((await fetch(url)).status).toBeGreaterThan(0);
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  const refused = async (): Promise<boolean> => fetch(url).then(refused, () => true);
  expect(await refused()).toBe(true);
});
