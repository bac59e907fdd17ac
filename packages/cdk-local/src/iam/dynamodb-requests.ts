import { AwsError, unknownOperation, validationError } from '../base/aws-error.ts';
import type { KeySchema, KeySchemas } from './key-schema.ts';
import { LEADING_KEYS } from './leading-keys.ts';
import type { AccessRequest, Context } from './request.ts';

type Item = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

interface OnTable {
  readonly TableName?: string;
}

interface OnItem extends OnTable {
  readonly Key?: Item;
  readonly Item?: Item;
  readonly ReturnValues?: string;
}

interface Search extends OnTable {
  readonly IndexName?: string;
  readonly KeyConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Item;
  readonly Select?: string;
}

type TransactItem = Readonly<Record<string, OnItem>>;

type Read = (action: string, input: never, schemas: KeySchemas) => readonly AccessRequest[];

const schemaOf = (schemas: KeySchemas, table: string | undefined, index?: string): KeySchema => {
  const found = schemas(table ?? '', index);
  if (found === undefined) throw new AwsError('ResourceNotFoundException', 'Requested resource not found');
  return found;
};

const textOf = (value: Item[string] | undefined): string => String(Object.values(value ?? {})[0] ?? '');

const request = (action: string, resource: string, leadingKeys: readonly string[], context: Context = {}): AccessRequest => ({
  action: `dynamodb:${action}`,
  resource,
  context: { [LEADING_KEYS]: leadingKeys, ...context },
});

const onItem = (action: string, { TableName, Key, Item, ReturnValues = 'NONE' }: OnItem, schemas: KeySchemas): AccessRequest => {
  const { arn, partitionKey } = schemaOf(schemas, TableName);
  return request(action, arn, [textOf((Key ?? Item)?.[partitionKey])], { 'dynamodb:returnvalues': ReturnValues });
};

const single: Read = (action, input: OnItem, schemas) => [onItem(action, input, schemas)];

/** Returns the partition key value of a query; for an index, that of the index's key. */
const queriedKey = (search: Search, partitionKey: string): string => {
  const { KeyConditionExpression = '', ExpressionAttributeNames = {}, ExpressionAttributeValues = {} } = search;
  for (const [, name = '', value = ''] of KeyConditionExpression.matchAll(/(#?[\w.-]+)\s*=\s*(:\w+)/g))
    if ((ExpressionAttributeNames[name] ?? name) === partitionKey) return textOf(ExpressionAttributeValues[value]);
  throw validationError(`The embedded runtime finds no condition on the partition key ${partitionKey} in: ${KeyConditionExpression}`);
};

const query: Read = (action, input: Search, schemas) => {
  const { arn, partitionKey } = schemaOf(schemas, input.TableName, input.IndexName);
  return [request(action, arn, [queriedKey(input, partitionKey)], selected(input))];
};

const scan: Read = (action, input: Search, schemas) => [
  request(action, schemaOf(schemas, input.TableName, input.IndexName).arn, [], selected(input)),
];

const selected = ({ Select }: Search): Context => (Select === undefined ? {} : { 'dynamodb:select': Select });

const batchGet: Read = (
  action,
  input: { readonly RequestItems?: Readonly<Record<string, { readonly Keys?: readonly Item[] }>> },
  schemas,
) =>
  Object.entries(input.RequestItems ?? {}).map(([table, { Keys = [] }]) => {
    const { arn, partitionKey } = schemaOf(schemas, table);
    return request(
      action,
      arn,
      Keys.map((key) => textOf(key[partitionKey])),
    );
  });

const batchWrite: Read = (action, input: { readonly RequestItems?: Readonly<Record<string, readonly TransactItem[]>> }, schemas) =>
  Object.entries(input.RequestItems ?? {}).map(([table, writes]) => {
    const { arn, partitionKey } = schemaOf(schemas, table);
    const items = writes.flatMap((write) => Object.values(write)).map(({ Key, Item }) => Key ?? Item);
    return request(
      action,
      arn,
      items.map((item) => textOf(item?.[partitionKey])),
    );
  });

const TRANSACTED: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

/** A transaction is authorised item by item, by the action that each stands for. */
const transaction: Read = (_, input: { readonly TransactItems?: readonly TransactItem[] }, schemas) =>
  (input.TransactItems ?? []).flatMap((item) =>
    Object.entries(item).map(([kind, write]) => onItem(TRANSACTED[kind] ?? kind, write, schemas)),
  );

const operations: Readonly<Record<string, Read>> = {
  GetItem: single,
  PutItem: single,
  UpdateItem: single,
  DeleteItem: single,
  Query: query,
  Scan: scan,
  BatchGetItem: batchGet,
  BatchWriteItem: batchWrite,
  TransactWriteItems: transaction,
  TransactGetItems: transaction,
};

/**
 * Returns the access requests of a DynamoDB call; throws for an operation that is not served here.
 */
export const dynamoDbRequests = (operation: string, input: unknown, schemas: KeySchemas): readonly AccessRequest[] => {
  const read = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
  if (read === undefined) throw unknownOperation(operation);
  return read(operation, input as never, schemas);
};
