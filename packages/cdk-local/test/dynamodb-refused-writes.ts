import { call, KEY, LONG, put, type RefusedCall, S, TableName, transaction, update, V, write } from './dynamodb-calls.ts';

const PART_OF_KEY = 'This attribute is part of the key';

/**
 * Calls that DynamoDB refuses with a `ValidationException` (API reference: PutItem, UpdateItem,
 * TransactWriteItems; developer guide: quotas, expressions). The words are AWS's as users have
 * reported them.
 */
export const REFUSED_WRITES: readonly RefusedCall[] = [
  ...write('an update of nothing', 'UpdateItem', update('', {}), 'Invalid UpdateExpression: The expression can not be empty;'),
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
  call('a number for a key of an index', 'PutItem', put({ genre: { N: '1' } }), 'Type mismatch for Index Key genre Expected: S Actual: N'),
  ...write(
    'an update that empties a key of an index',
    'UpdateItem',
    update('SET genre = :v', { ExpressionAttributeValues: { ':v': S('') } }),
    'update a secondary index key to a value that is not supported',
  ),
  call(
    'an update of a key of an index to a number',
    'UpdateItem',
    update('SET genre = :v', { ExpressionAttributeValues: { ':v': { N: '1' } } }),
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
];
