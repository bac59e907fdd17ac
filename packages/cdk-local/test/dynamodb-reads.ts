import { call, KEY, put, query, type RefusedCall, S, TableName, update, V } from './dynamodb-calls.ts';

/** Reads that DynamoDB refuses with a `ValidationException`. Source: API reference, Query. */
export const REFUSED_READS: readonly RefusedCall[] = [
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
