import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { TABLE } from '../../functions/shared/keys.ts';
import { openTable, type Table } from '../../functions/shared/table.ts';
import { startDynamoDb } from '../../local/dynamodb/server.ts';

/** A table of the product's shape on a native DynamoDB-compatible server of its own, and the environment a function finds it by. */
export interface TestTable {
  readonly name: string;
  readonly url: string;
  readonly client: DynamoDBDocumentClient;
  readonly table: Table;
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export const startTable = async (): Promise<TestTable> => {
  const server = await startDynamoDb();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const base = new DynamoDBClient({ endpoint: server.url, region: 'eu-west-1', credentials });
  await base.send(new CreateTableCommand(definition));
  const client = DynamoDBDocumentClient.from(base, { marshallOptions: { removeUndefinedValues: true } });
  return {
    name: definition.TableName,
    url: server.url,
    client,
    table: openTable(definition.TableName, client),
    environment: {
      TABLE_NAME: definition.TableName,
      EVENT_RETENTION_DAYS: '400',
      RESTORE_DAYS: '30',
      WEBHOOK_LOCAL_URLS: 'false',
      WEBHOOK_QUOTA: '250',
      WEBHOOK_QUOTA_PER_TENANT: '250',
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL_DYNAMODB: server.url,
      WEBHOOK_HEALTHY_AFTER_MINUTES: '60',
    },
    stop: async () => {
      base.destroy();
      await server.stop();
    },
  };
};

const keysOf = ({ partitionKey, sortKey }: { readonly partitionKey: string; readonly sortKey: string }) => [
  { AttributeName: partitionKey, KeyType: 'HASH' as const },
  { AttributeName: sortKey, KeyType: 'RANGE' as const },
];

const definition = {
  TableName: 'tenantry-test',
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
} satisfies CreateTableCommandInput;
