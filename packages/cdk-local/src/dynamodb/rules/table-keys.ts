import type { TableDefinition } from '../definition.ts';

/** A key attribute and the type that it is declared with. */
export interface KeyAttribute {
  readonly name: string;
  /** `S`, `N` or `B`. */
  readonly type: string;
  readonly isPartitionKey: boolean;
}

/** The keys of a table or of an index of it. */
export interface KeyPlan {
  /** Undefined for the table itself. */
  readonly index: string | undefined;
  readonly attributes: readonly KeyAttribute[];
}

/** The keys of a table and of each index. */
export interface TableKeys {
  readonly table: KeyPlan;
  readonly indexes: readonly KeyPlan[];
}

/** Finds a table's keys by its name or ARN. */
export type FindKeys = (tableNameOrArn: string | undefined) => TableKeys | undefined;

type Create = Pick<
  TableDefinition['create'],
  'TableName' | 'KeySchema' | 'AttributeDefinitions' | 'GlobalSecondaryIndexes' | 'LocalSecondaryIndexes'
>;

/** Reads the keys of tables from their definitions. */
export const tableKeys = (tables: readonly Create[]): FindKeys => {
  const known = new Map(tables.map((create) => [create.TableName, keysOf(create)]));
  return (nameOrArn = '') => known.get(nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1));
};

const keysOf = ({ KeySchema, AttributeDefinitions = [], GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] }: Create): TableKeys => {
  const types = new Map(AttributeDefinitions.map(({ AttributeName, AttributeType }) => [AttributeName, AttributeType]));
  const plan = (index: string | undefined, schema: Create['KeySchema'] = []): KeyPlan => ({
    index,
    attributes: schema.map(({ AttributeName = '', KeyType }) => ({
      name: AttributeName,
      type: types.get(AttributeName) ?? 'S',
      isPartitionKey: KeyType === 'HASH',
    })),
  });
  const indexes = [...GlobalSecondaryIndexes, ...LocalSecondaryIndexes];
  return { table: plan(undefined, KeySchema), indexes: indexes.map((index) => plan(index.IndexName, index.KeySchema)) };
};
