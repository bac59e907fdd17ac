import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  type TableDescription,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import type { TableDefinition } from './definition.ts';

/** A table that exists; `streamArn` is the server's own name for its stream. */
export interface Table {
  readonly name: string;
  readonly streamArn?: string;
}

/**
 * Creates the tables that do not exist yet, with indexes, stream and TTL; an existing table is kept
 * as it is, or refused when its keys differ.
 */
export const createTables = async (client: DynamoDBClient, definitions: readonly TableDefinition[]): Promise<readonly Table[]> =>
  Promise.all(definitions.map((definition) => createTable(client, definition)));

const createTable = async (client: DynamoDBClient, { create, timeToLive }: TableDefinition): Promise<Table> => {
  const name = create.TableName;
  const found = await describe(client, name);
  if (found) refuseOtherKeys(found, create);
  else {
    await client.send(new CreateTableCommand(create));
    await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 0.05, maxDelay: 0.2 }, { TableName: name });
    if (timeToLive) await client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification: timeToLive }));
  }
  const streamArn = (await describe(client, name))?.LatestStreamArn;
  return { name, ...(streamArn ? { streamArn } : {}) };
};

const describe = async (client: DynamoDBClient, name: string): Promise<TableDescription | undefined> => {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
};

/** Data of an older template must not be read by keys that it does not have. */
const refuseOtherKeys = (found: TableDescription, wanted: TableDefinition['create']): void => {
  if (shape(found) !== shape(wanted)) {
    throw new Error(`The table ${wanted.TableName} exists with other keys or indexes: use another data directory, or remove this one`);
  }
};

const shape = ({ KeySchema = [], GlobalSecondaryIndexes = [] }: Pick<TableDescription, 'KeySchema' | 'GlobalSecondaryIndexes'>): string => {
  const keys = (schema: TableDescription['KeySchema'] = []) =>
    schema.map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName}`).sort();
  return JSON.stringify([
    keys(KeySchema),
    GlobalSecondaryIndexes.map((index) => `${index.IndexName}: ${keys(index.KeySchema).join()}`).sort((a, b) => a.localeCompare(b)),
  ]);
};
