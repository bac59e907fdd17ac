import type { TableDefinition } from '../dynamodb/definition.ts';
import type { AwsEnvironment } from '../template/environment.ts';

/** How the items of a table, or of one of its indexes, are partitioned. */
export interface KeySchema {
  readonly arn: string;
  readonly partitionKey: string;
}

/** Finds a table by its name or ARN, or an index of it; undefined for one that the template does not have. */
export type KeySchemas = (tableNameOrArn: string, indexName?: string) => KeySchema | undefined;

/** The tables and indexes of the template. */
export const keySchemas = (definitions: readonly TableDefinition[], { region, account }: AwsEnvironment): KeySchemas => {
  const known = new Map<string, KeySchema>();
  for (const { create } of definitions) {
    const arn = `arn:aws:dynamodb:${region}:${account}:table/${create.TableName}`;
    known.set(create.TableName, { arn, partitionKey: partitionKeyOf(create.KeySchema) });
    for (const { IndexName = '', KeySchema } of [...(create.GlobalSecondaryIndexes ?? []), ...(create.LocalSecondaryIndexes ?? [])])
      known.set(`${create.TableName}/${IndexName}`, { arn: `${arn}/index/${IndexName}`, partitionKey: partitionKeyOf(KeySchema) });
  }
  return (tableNameOrArn, indexName) => {
    const name = tableNameOrArn.slice(tableNameOrArn.lastIndexOf('/') + 1);
    return known.get(indexName === undefined ? name : `${name}/${indexName}`);
  };
};

const partitionKeyOf = (schema: TableDefinition['create']['KeySchema']): string =>
  schema?.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName ?? '';
