import { marshall } from '@aws-sdk/util-dynamodb';
import { callFacts } from '../../../local/console/write-facts.ts';

const event = {
  metadata: { eventId: 'e-1', requestId: 'r-1', tenant: '/resellers/7' },
  payload: { event: 'reseller.organization.created', data: {} },
};
const TransactItems = [
  {
    Update: {
      Key: marshall({ pk: 'RESELLER#7', sk: 'RESELLER' }),
      ConditionExpression: 'attribute_exists(#pk) AND #count < :most',
      UpdateExpression: 'SET #passwordHash = :hash',
      ExpressionAttributeNames: { '#pk': 'pk', '#count': 'organizationCount', '#passwordHash': 'passwordHash' },
      ExpressionAttributeValues: marshall({ ':most': 5, ':hash': 'scrypt' }),
    },
  },
  { Put: { Item: marshall({ pk: 'RESELLER#7', sk: 'EVENT#1', ...event }), ConditionExpression: 'attribute_not_exists(pk)' } },
];
const call = (more: object = {}) => ({
  ...{ functionName: 'Create', operation: 'TransactWriteItems', input: { TransactItems }, status: 200, ms: 3 },
  ...more,
});

test('a transaction shows its writes with their conditions, and whose event it records', () => {
  expect(callFacts(call())).toMatchObject({
    outcome: 'committed',
    ...{ requestId: 'r-1', eventId: 'e-1', tenant: '/resellers/7', event: 'reseller.organization.created' },
    eventIds: ['e-1'],
    writes: [
      { action: 'Update', key: 'RESELLER#7  RESELLER', condition: 'attribute_exists(pk) AND organizationCount < 5' },
      { action: 'Put', key: 'RESELLER#7  EVENT#1', condition: 'attribute_not_exists(pk)' },
    ],
  });
});

test('a value under the name of a secret is not shown', () => {
  const [update] = callFacts(call())?.writes ?? [];
  expect(update?.update).toBe('SET passwordHash = "•••"');
});

test('of a refused transaction, the write whose condition failed is named', () => {
  const refusal = {
    __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
    Message: 'Transaction cancelled',
    CancellationReasons: [{ Code: 'ConditionalCheckFailed' }, { Code: 'None' }],
  };
  const facts = callFacts(call({ status: 400, refusal }));
  expect(facts).toMatchObject({ outcome: 'refused', error: 'TransactionCanceledException: Transaction cancelled' });
  expect(facts?.writes.map(({ failed }) => failed)).toEqual(['ConditionalCheckFailed', undefined]);
});

test('a read is a step only when it failed', () => {
  const read = call({ operation: 'GetItem', input: { Key: marshall({ pk: 'a', sk: 'b' }) } });
  expect(callFacts(read)).toBeUndefined();
  const refusal = { __type: 'x#ProvisionedThroughputExceededException', message: 'slow down' };
  expect(callFacts({ ...read, status: 400, refusal })).toMatchObject({
    outcome: 'failed',
    error: 'ProvisionedThroughputExceededException: slow down',
  });
});
