import type { KeySchema, KeySchemas } from '../iam/key-schema.ts';
import type { AwsEnvironment } from '../template/environment.ts';
import type { TableDefinition } from './definition.ts';

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
