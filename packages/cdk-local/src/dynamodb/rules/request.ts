/** An attribute in DynamoDB's JSON: its type and its value. */
export type AttributeValue = Readonly<Record<string, unknown>>;

export type Attributes = Readonly<Record<string, AttributeValue>>;

/** The fields that hold expressions. */
export const EXPRESSIONS = [
  'UpdateExpression',
  'ConditionExpression',
  'KeyConditionExpression',
  'FilterExpression',
  'ProjectionExpression',
] as const;

type Expressions = { readonly [Field in (typeof EXPRESSIONS)[number]]?: string };

/** An operation on one item or one table, or an element of a transaction. */
export interface Operation extends Expressions {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly Key?: Attributes;
  readonly Item?: Attributes;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Attributes;
  readonly ExclusiveStartKey?: Attributes;
  readonly ReturnValuesOnConditionCheckFailure?: string;
}

/** An element of a transaction: the kind of its operation and the operation. */
export type TransactElement = Readonly<Record<string, Operation>>;

interface Batch {
  readonly RequestItems?: Readonly<Record<string, readonly Readonly<Record<string, Operation>>[] | object>>;
}

/** Returns the operations of a call: one, or each of a transaction or of a batch of writes. */
export const operationsOf = (operation: string, input: object): readonly Operation[] => {
  if (operation.startsWith('Transact')) {
    const { TransactItems = [] } = input as { readonly TransactItems?: readonly TransactElement[] };
    return TransactItems.flatMap((element) => Object.values(element));
  }
  if (operation !== 'BatchWriteItem') return [input];
  return Object.entries((input as Batch).RequestItems ?? {}).flatMap(([TableName, writes]) =>
    Array.isArray(writes)
      ? (writes as readonly TransactElement[]).flatMap(Object.values<Operation>).map((write) => ({ ...write, TableName }))
      : [],
  );
};
