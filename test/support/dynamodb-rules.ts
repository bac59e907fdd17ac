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

const { TableName } = SONGS;
const S = (text: string) => ({ S: text });
const KEY = { pk: S('a'), sk: S('b') };
const V = { ExpressionAttributeValues: { ':v': S('x') } };
const LONG = S('x'.repeat(2049));

const put = (attributes: object, more: object = {}) => ({ TableName, Item: { ...KEY, ...attributes }, ...more });
const update = (UpdateExpression: string, more: object = V) => ({ TableName, Key: KEY, UpdateExpression, ...more });
const query = (KeyConditionExpression: string, values: object, more: object = {}) => ({
  ...{ TableName, KeyConditionExpression, ExpressionAttributeValues: values },
  ...more,
});

const call = (title: string, operation: string, input: object, message: string): RefusedCall => ({
  call: title,
  operation,
  input,
  message,
});

/** The same write by itself and in a transaction, which an engine may check less. */
const write = (title: string, operation: 'PutItem' | 'UpdateItem', input: object, message: string): readonly RefusedCall[] => [
  call(title, operation, input, message),
  call(`${title}, in a transaction`, 'TransactWriteItems', { TransactItems: [{ [operation.replace('Item', '')]: input }] }, message),
];

const transaction = (title: string, TransactItems: readonly object[], message: string) =>
  call(title, 'TransactWriteItems', { TransactItems }, message);

const PART_OF_KEY = 'This attribute is part of the key';

/**
 * Calls that DynamoDB refuses with a `ValidationException` (API reference: PutItem, UpdateItem, Query, TransactWriteItems; developer guide:
 * quotas, expressions). The words are AWS's as users have reported them.
 */
export const REFUSED_CALLS: readonly RefusedCall[] = [
  ...write('SET of the partition key', 'UpdateItem', update('SET pk = :v'), `Cannot update attribute pk. ${PART_OF_KEY}`),
  ...write(
    'SET of the sort key under another name',
    'UpdateItem',
    update('SET #k = :v', { ...V, ExpressionAttributeNames: { '#k': 'sk' } }),
    `Cannot update attribute sk. ${PART_OF_KEY}`,
  ),
  ...write('REMOVE of a key', 'UpdateItem', update('REMOVE sk', {}), `Cannot update attribute sk. ${PART_OF_KEY}`),
  ...write('ADD to a key', 'UpdateItem', update('ADD pk :v'), `Cannot update attribute pk. ${PART_OF_KEY}`),
  ...write('one path set twice', 'UpdateItem', update('SET a = :v, a = :v'), 'Two document paths overlap with each other'),
  ...write('a path set and removed', 'UpdateItem', update('SET a = :v REMOVE a'), 'path one: [a], path two: [a]'),
  ...write('a path and what is in it', 'UpdateItem', update('SET m = :v, m.a = :v'), 'Two document paths overlap with each other'),
  ...write('a map that is a list', 'UpdateItem', update('SET m.a = :v, m[0] = :v'), 'Two document paths conflict with each other'),
  ...write(
    'one path under two names',
    'UpdateItem',
    update('SET #a = :v, a = :v', { ...V, ExpressionAttributeNames: { '#a': 'a' } }),
    'Two document paths overlap with each other',
  ),
  ...write(
    'a partition key of an index that is too long',
    'PutItem',
    put({ genre: LONG, year: S('1999') }),
    'Size limit exceeded for Index Key genre Actual Size: 2049 bytes Max Size: 2048 bytes IndexName: by-genre',
  ),
  ...write(
    'a sort key of an index that is too long in bytes',
    'PutItem',
    put({ genre: S('x'), year: S('ä'.repeat(513)) }),
    'Size limit exceeded for Index Key year Actual Size: 1026 bytes Max Size: 1024 bytes IndexName: by-genre',
  ),
  ...write(
    'an update that makes a key of an index too long',
    'UpdateItem',
    update('SET genre = :v', { ExpressionAttributeValues: { ':v': LONG } }),
    'Size limit exceeded for Index Key genre',
  ),
  ...write('an empty key of an index', 'PutItem', put({ genre: S('') }), 'IndexName: by-genre, IndexKey: genre'),
  ...write(
    'a number for a key of an index',
    'PutItem',
    put({ genre: { N: '1' } }),
    'Type mismatch for Index Key genre Expected: S Actual: N',
  ),
  ...write(
    'an update that empties a key of an index',
    'UpdateItem',
    update('SET genre = :v', { ExpressionAttributeValues: { ':v': S('') } }),
    'update a secondary index key to a value that is not supported',
  ),
  ...write(
    'an update of a key of an index to a number',
    'UpdateItem',
    update('ADD genre :v', { ExpressionAttributeValues: { ':v': { N: '1' } } }),
    'Type mismatch for Index Key genre',
  ),
  ...write(
    'a value that nobody uses',
    'UpdateItem',
    update('SET a = :v', { ExpressionAttributeValues: { ':v': S('x'), ':w': S('x') } }),
    'Value provided in ExpressionAttributeValues unused in expressions: keys: {:w}',
  ),
  ...write(
    'a name that nobody uses',
    'UpdateItem',
    update('SET a = :v', { ...V, ExpressionAttributeNames: { '#w': 'w' } }),
    'Value provided in ExpressionAttributeNames unused in expressions: keys: {#w}',
  ),
  ...write(
    'a value that nobody defines',
    'PutItem',
    put({}, { ConditionExpression: 'a = :v' }),
    'Invalid ConditionExpression: An expression attribute value used in expression is not defined; attribute value: :v',
  ),
  ...write(
    'a name that nobody defines',
    'PutItem',
    put({}, { ConditionExpression: 'attribute_not_exists(#a)' }),
    'Invalid ConditionExpression: An expression attribute name used in the document path is not defined; attribute name: #a',
  ),
  ...write('values without an expression', 'PutItem', put({}, V), 'can only be specified when using expressions'),
  ...write(
    'an expression of more than 4 KB',
    'UpdateItem',
    update(`REMOVE ${Array.from({ length: 500 }, (_, at) => `attribute${at}`).join(', ')}`, {}),
    'Expression size has exceeded the maximum allowed size',
  ),
  ...write(
    'more than 300 operators',
    'PutItem',
    put({}, { ConditionExpression: Array.from({ length: 151 }, () => 'a=:v').join(' OR '), ...V }),
    '301 operators and functions',
  ),
  ...write(
    'more than 100 operands of IN',
    'PutItem',
    put({}, { ConditionExpression: `a IN (${Array.from({ length: 101 }, () => ':v').join()})`, ...V }),
    '101 operands of IN',
  ),
  transaction(
    'two operations in one element',
    [{ Put: put({}), Delete: { TableName, Key: { pk: S('c'), sk: S('c') } } }],
    'TransactItems can only contain one of Check, Put, Update or Delete',
  ),
  transaction('an element without an operation', [{}], 'should contain Delete or Put or Update request'),
  transaction(
    'two operations on one item',
    [{ Put: put({}) }, { Delete: { TableName, Key: KEY } }],
    'Transaction request cannot include multiple operations on one item',
  ),
  transaction(
    'more than 100 elements',
    Array.from({ length: 101 }, (_, at) => ({ Put: put({ pk: S(String(at)) }) })),
    'Member must have length less than or equal to 100',
  ),
  transaction(
    'an unknown report of a failed condition',
    [{ Put: put({}, { ReturnValuesOnConditionCheckFailure: 'ALL_NEW' }) }],
    'enum value set',
  ),
  ...write('an item of more than 400 KB', 'PutItem', put({ d: S('x'.repeat(409_600)) }), 'Item size has exceeded the maximum allowed size'),
  call('an empty partition key', 'PutItem', put({ pk: S('') }), 'cannot contain an empty string value. Key: pk'),
  call('a sort key that is too long', 'PutItem', put({ sk: S('x'.repeat(1025)) }), 'size limit of 1024 bytes'),
  call('a partition key that is too long', 'PutItem', put({ pk: LONG }), 'size limit of2048 bytes'),
  call('a key without its sort key', 'GetItem', { TableName, Key: { pk: S('a') } }, 'The provided key element does not match the schema'),
  call('a query for a number', 'Query', query('pk = :v', { ':v': { N: '1' } }), 'Condition parameter type does not match schema type'),
  call('a query for an empty key', 'Query', query('pk = :v', { ':v': S('') }), 'cannot contain an empty string value. Key: pk'),
  call(
    'a query for an empty beginning',
    'Query',
    query('pk = :v AND begins_with(sk, :e)', { ':v': S('a'), ':e': S('') }),
    'cannot contain an empty string value. Key: sk',
  ),
  call(
    'a start in another partition',
    'Query',
    query('pk = :v', { ':v': S('a') }, { ExclusiveStartKey: { pk: S('z'), sk: S('b') } }),
    'The provided starting key is outside query boundaries based on provided conditions',
  ),
  call(
    'a start outside the sort keys',
    'Query',
    query('pk = :v AND begins_with(sk, :s)', { ':v': S('a'), ':s': S('x') }, { ExclusiveStartKey: KEY }),
    'The provided starting key does not match the range key predicate',
  ),
  call(
    'a start of another shape',
    'Query',
    query('genre = :v', { ':v': S('a') }, { IndexName: 'by-genre', ExclusiveStartKey: { genre: S('a'), year: S('b') } }),
    'The provided starting key is invalid',
  ),
  call(
    'a consistent read of an index',
    'Query',
    query('genre = :v', { ':v': S('a') }, { IndexName: 'by-genre', ConsistentRead: true }),
    'Consistent reads are not supported on global secondary indexes',
  ),
];

/** Calls that look like those and that DynamoDB takes. */
export const TAKEN_CALLS: readonly Omit<RefusedCall, 'message'>[] = [
  { call: 'keys of the greatest length', operation: 'PutItem', input: put({ genre: S('x'.repeat(2048)), year: S('y'.repeat(1024)) }) },
  {
    call: 'a key in a condition',
    operation: 'UpdateItem',
    input: update('SET a = :v', { ...V, ConditionExpression: 'attribute_exists(pk)' }),
  },
  { call: 'names that begin alike', operation: 'UpdateItem', input: update('SET a = :v, ab = :v REMOVE abc') },
  { call: 'two places of a map', operation: 'UpdateItem', input: update('REMOVE m.a, m.b', {}) },
  {
    call: 'a function in an update',
    operation: 'UpdateItem',
    input: update('SET a = if_not_exists(a, :v), b = list_append(:l, :l)', {
      ExpressionAttributeValues: { ':v': S('x'), ':l': { L: [] } },
    }),
  },
  { call: 'an attribute named in a path of a key', operation: 'UpdateItem', input: update('SET pkx = :v') },
  {
    call: 'a start at the end of the sort keys',
    operation: 'Query',
    input: query('pk = :v AND sk BETWEEN :a AND :b', { ':v': S('a'), ':a': S('a'), ':b': S('b') }, { ExclusiveStartKey: KEY }),
  },
  {
    call: 'a transaction of two items',
    operation: 'TransactWriteItems',
    input: { TransactItems: [{ Put: put({}) }, { Delete: { TableName, Key: { pk: S('c'), sk: S('c') } } }] },
  },
];
