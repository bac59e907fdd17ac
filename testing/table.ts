/*
 * The room `testing/`: what tests, benchmarks and proofs stand on together, and nothing else. A
 * table of the product's shape, HTTP events and stream records as AWS hands them over, a token
 * issuer, signing keys, cursors under a known secret, packages of Python, requests as they go over
 * the wire, and whether an answer is as documented. It reads `functions/`, `events/` and
 * `@tenantry/cdk-local`; production never reads it, and it reads nothing of `test/`.
 */
import { randomUUID } from 'node:crypto';
import { type CreateTableCommandInput, DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { openGate } from '@tenantry/cdk-local/dynamodb/gate';
import { type LaggingIndexes, startLaggingIndexes } from '@tenantry/cdk-local/dynamodb/lagging-indexes';
import { type RequestCheck, requestCheck } from '@tenantry/cdk-local/dynamodb/rules/check';
import { externalDynamoDb, startDynamoDb } from '@tenantry/cdk-local/dynamodb/server';
import { createTables } from '@tenantry/cdk-local/dynamodb/tables';
import { TABLE } from '../functions/shared/table/partitions.ts';
import { openTable, type Table } from '../functions/shared/table/table.ts';
import type { Item } from '../functions/shared/table/transaction.ts';
import { scanner } from './scan.ts';

/** A table of the product's shape, and the environment a function finds it by. */
export interface TestTable {
  readonly name: string;
  readonly url: string;
  readonly client: DynamoDBDocumentClient;
  readonly table: Table;
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Returns every item, in the order of the engine; one that has not changed is the same object
   * again.
   */
  items(): Promise<readonly Item[]>;
  stop(): Promise<void>;
}

interface TableOptions {
  /**
   * Returns how many milliseconds after its write an item is in the indexes, for each write; at
   * once unless given. An engine of `DYNAMODB_ENDPOINT` lags as it does.
   */
  readonly lagMs?: () => number;
}

/**
 * Creates a table on a native server of its own, or under a name of its own on the one that
 * `DYNAMODB_ENDPOINT` names.
 */
export const startTable = async ({ lagMs }: TableOptions = {}): Promise<TestTable> => {
  const endpoint = process.env.DYNAMODB_ENDPOINT;
  const server = endpoint ? externalDynamoDb(endpoint) : await startDynamoDb();
  const create = definitionOf(`tenantry-test-${randomUUID()}`, lagMs !== undefined);
  const lagged: LaggedTable = {};
  const check = requestCheck([{ create }]);
  // A gate in the test's own process is a second server to it: what functions ask is held to the
  // rules in the journeys, and here only where indexes lag.
  const gate = lagMs ? await openGate(lawful(server.url, check, lagged)) : undefined;
  const url = gate?.url ?? server.url;
  const options = {
    endpoint: url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const base = new DynamoDBClient(options);
  base.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        const { body } = args.request as { readonly body: Uint8Array | string };
        check(String(commandName).replace('Command', ''), JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body)));
        return next(args);
      },
    { step: 'finalizeRequest' },
  );
  const tables = await createTables(base, [{ create }]);
  if (lagMs && !endpoint) {
    const onError = (error: unknown) => console.error(error);
    lagged.indexes = await startLaggingIndexes({ client: options, definitions: [{ create }], tables, lagMs, onError });
  }
  const client = DynamoDBDocumentClient.from(base, { marshallOptions: { removeUndefinedValues: true } });
  return {
    name: create.TableName,
    url,
    client,
    table: openTable(create.TableName, client),
    items: scanner(server.url, create.TableName),
    environment: {
      TABLE_NAME: create.TableName,
      EVENT_RETENTION_DAYS: '400',
      RESTORE_DAYS: '30',
      WELCOME_EMAILS_PER_ADDRESS: '1000',
      WELCOME_EMAILS_PER_PARTNER: '1000',
      WELCOME_EMAILS_PER_TREE: '1000',
      BATCHES_AT_ONCE: '4',
      WEBHOOK_LOCAL_URLS: 'false',
      WEBHOOK_QUOTA: '250',
      WEBHOOK_SETTLE_SECONDS: '0',
      WEBHOOK_QUOTA_PER_TENANT: '250',
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL_DYNAMODB: url,
      WEBHOOK_HEALTHY_AFTER_MINUTES: '60',
    },
    stop: async () => {
      if (endpoint) await base.send(new DeleteTableCommand({ TableName: create.TableName }));
      base.destroy();
      await lagged.indexes?.stop();
      await gate?.stop();
      await server.stop();
    },
  };
};

type Definition = CreateTableCommandInput & { readonly TableName: string };

interface LaggedTable {
  indexes?: LaggingIndexes;
}

/** Calls of the table are held to what DynamoDB takes, whatever the engine does. */
const lawful = (url: string, check: RequestCheck, lagged: LaggedTable): Parameters<typeof openGate>[0] => ({
  url,
  authorize: (_, operation, input) => check(operation, input),
  route: (operation, input) => lagged.indexes?.route(operation, input),
  onDefect: (error) => console.error(error),
});

const keysOf = ({ partitionKey, sortKey }: { readonly partitionKey: string; readonly sortKey: string }) => [
  { AttributeName: partitionKey, KeyType: 'HASH' as const },
  { AttributeName: sortKey, KeyType: 'RANGE' as const },
];

const definitionOf = (TableName: string, isFollowed: boolean): Definition => ({
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [TABLE, ...TABLE.indexes]
    .flatMap(keysOf)
    .map(({ AttributeName }) => ({ AttributeName, AttributeType: 'S' as const })),
  KeySchema: keysOf(TABLE),
  GlobalSecondaryIndexes: TABLE.indexes.map((index) => ({
    IndexName: index.name,
    KeySchema: keysOf(index),
    Projection: { ProjectionType: index.projection },
  })),
  ...(isFollowed && { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } }),
});
