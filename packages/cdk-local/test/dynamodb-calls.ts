import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

/** The table that the cases speak of. */
export const SONGS = {
  TableName: 'songs',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: ['pk', 'sk', 'genre', 'year'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-genre',
      KeySchema: [
        { AttributeName: 'genre', KeyType: 'HASH' },
        { AttributeName: 'year', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
} satisfies CreateTableCommandInput;

/** A call that DynamoDB refuses. */
export interface RefusedCall {
  readonly call: string;
  readonly operation: string;
  readonly input: object;
  /** What the message has to contain; AWS's own words where they are known. */
  readonly message: string;
}

export const { TableName } = SONGS;
/** A text as the API spells it. */
export const S = (text: string) => ({ S: text });
export const KEY = { pk: S('a'), sk: S('b') };
export const V = { ExpressionAttributeValues: { ':v': S('x') } };
/** One byte longer than a partition key may be. */
export const LONG = S('x'.repeat(2049));

export const put = (attributes: object, more: object = {}) => ({ TableName, Item: { ...KEY, ...attributes }, ...more });
export const update = (UpdateExpression: string, more: object = V) => ({ TableName, Key: KEY, UpdateExpression, ...more });
export const query = (KeyConditionExpression: string, values: object, more: object = {}) => ({
  ...{ TableName, KeyConditionExpression, ExpressionAttributeValues: values },
  ...more,
});

export const call = (title: string, operation: string, input: object, message: string): RefusedCall => ({
  call: title,
  operation,
  input,
  message,
});

/** The same write by itself and in a transaction, which an engine may check less. */
export const write = (title: string, operation: 'PutItem' | 'UpdateItem', input: object, message: string): readonly RefusedCall[] => [
  call(title, operation, input, message),
  call(`${title}, in a transaction`, 'TransactWriteItems', { TransactItems: [{ [operation.replace('Item', '')]: input }] }, message),
];

export const transaction = (title: string, TransactItems: readonly object[], message: string) =>
  call(title, 'TransactWriteItems', { TransactItems }, message);
