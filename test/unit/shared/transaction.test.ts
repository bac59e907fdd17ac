import { type CancellationReason, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { jest } from '@jest/globals';
import { check, commit, put, update } from '../../../functions/shared/transaction.ts';

afterEach(() => jest.restoreAllMocks());

const KEY = { pk: 'a', sk: 'a' };
const refusedBy = (name: string) => (existing: unknown) => new Error(`${name} ${JSON.stringify(existing)}`);
const writes = [put(KEY, { a: 1 }, refusedBy('first')), check(KEY, { condition: 'x' }, refusedBy('second'))];

/** A client that answers each call with the next outcome, and with the last one from then on. */
const clientOf = (...outcomes: readonly (Error | 'ok')[]) => {
  // Full jitter of nothing: the retries follow each other at once.
  jest.spyOn(Math, 'random').mockReturnValue(0);
  let calls = 0;
  const send = async () => {
    const outcome = outcomes[Math.min(calls, outcomes.length - 1)];
    calls += 1;
    if (outcome instanceof Error) throw outcome;
    return {};
  };
  return { client: { send } as unknown as DynamoDBDocumentClient, calls: () => calls };
};

const cancelled = (...reasons: readonly CancellationReason[]) =>
  new TransactionCanceledException({ message: 'cancelled', $metadata: {}, CancellationReasons: [...reasons] });

const NONE = { Code: 'None' };
const FAILED = { Code: 'ConditionalCheckFailed' };
const CONFLICT = { Code: 'TransactionConflict' };

test('a commit is one request', async () => {
  const { client, calls } = clientOf('ok');
  await commit(client, 'table', writes);
  expect(calls()).toBe(1);
});

test('the first write whose condition failed decides, and is told what stood in its way', async () => {
  const item = marshall({ pk: 'a', count: 3 });
  await expect(commit(clientOf(cancelled(NONE, { ...FAILED, Item: item })).client, 't', writes)).rejects.toThrow(
    'second {"pk":"a","count":3}',
  );
  await expect(commit(clientOf(cancelled(FAILED, { ...FAILED, Item: item })).client, 't', writes)).rejects.toThrow('first undefined');
});

test('a failed condition decides when what stands before it was not in conflict', async () => {
  const { client, calls } = clientOf(cancelled(FAILED, CONFLICT));
  await expect(commit(client, 't', writes)).rejects.toThrow('first');
  expect(calls()).toBe(1);
});

test('behind a write in conflict a failed condition may be the work of that very transaction: it is tried again', async () => {
  const { client, calls } = clientOf(cancelled(CONFLICT, FAILED), cancelled(FAILED, NONE));
  await expect(commit(client, 't', writes)).rejects.toThrow('first');
  expect(calls()).toBe(2);
});

test.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])('%s is tried again', async (Code) => {
  const { client, calls } = clientOf(cancelled({ Code }, NONE), cancelled(NONE, { Code }), 'ok');
  await commit(client, 't', writes);
  expect(calls()).toBe(3);
});

test('a condition that fails after a conflict is the reason', async () => {
  await expect(commit(clientOf(cancelled(CONFLICT), cancelled(FAILED)).client, 't', writes)).rejects.toThrow('first');
});

test('a conflict without end is refused as contention, to be tried again', async () => {
  const { client, calls } = clientOf(cancelled(CONFLICT, NONE));
  await expect(commit(client, 't', writes)).rejects.toMatchObject({ code: 'contention', headers: { 'retry-after': '1' } });
  expect(calls()).toBe(12);
});

test.each([
  ['a reason of another kind', cancelled({ Code: 'ValidationError' }, NONE)],
  ['no reasons', cancelled()],
  ['another error', new Error('no such table')],
])('%s is a defect and not tried again', async (_, error) => {
  const { client, calls } = clientOf(error);
  await expect(commit(client, 't', writes)).rejects.toBe(error);
  expect(calls()).toBe(1);
});

test('every condition asks for the item that stands in its way', () => {
  const refusal = refusedBy('any');
  const expression = { condition: 'a = :a', values: { ':a': 1 } };
  const rest = {
    TableName: 't',
    ConditionExpression: 'a = :a',
    ExpressionAttributeValues: { ':a': 1 },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
  expect(put(KEY, { pk: 'other', b: 1 }, refusal, expression).item('t')).toEqual({ Put: { ...rest, Item: { ...KEY, b: 1 } } });
  expect(update(KEY, 'SET b = :a', expression, refusal).item('t')).toEqual({
    Update: { ...rest, Key: KEY, UpdateExpression: 'SET b = :a' },
  });
  expect(check(KEY, expression, refusal).item('t')).toEqual({ ConditionCheck: { ...rest, Key: KEY } });
  expect(put(KEY, {}, refusal).item('t').Put).toMatchObject({ ConditionExpression: 'attribute_not_exists(pk)' });
});
