import { inspect } from 'node:util';
import { type CancellationReason, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { jest } from '@jest/globals';
import { newMeter } from '../../../functions/shared/observability/meter.ts';
import { exists, where } from '../../../functions/shared/table/condition.ts';
import { change, check, conditionChecksOf, put, remove, tryCommit, type Write } from '../../../functions/shared/table/transaction.ts';

afterEach(() => jest.restoreAllMocks());

const KEY = { pk: 'a', sk: 'a' };
const refusedBy = (name: string) => (existing: unknown) => new Error(`${name} ${JSON.stringify(existing)}`);
const writes = [put(KEY, { a: 1 }, refusedBy('first')), check(KEY, where('x', '=', 1), refusedBy('second'))];

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
  await tryCommit(client, 'table', writes);
  expect(calls()).toBe(1);
});

test('the first write whose condition failed decides, and is told what stood in its way', async () => {
  const item = marshall({ pk: 'a', count: 3 });
  await expect(tryCommit(clientOf(cancelled(NONE, { ...FAILED, Item: item })).client, 't', writes)).rejects.toThrow(
    'second {"pk":"a","count":3}',
  );
  await expect(tryCommit(clientOf(cancelled(FAILED, { ...FAILED, Item: item })).client, 't', writes)).rejects.toThrow('first undefined');
});

test('a condition that is only assumed is no error: the item it met is returned', async () => {
  const assumed = [check(KEY, where('x', '=', 1), () => undefined)];
  const { client } = clientOf(cancelled({ ...FAILED, Item: marshall({ x: 2 }) }));
  expect(await tryCommit(client, 't', assumed)).toEqual({ existing: { x: 2 } });
  expect(await tryCommit(clientOf('ok').client, 't', assumed)).toBeUndefined();
});

test('a failed condition decides when what stands before it was not in conflict', async () => {
  const { client, calls } = clientOf(cancelled(FAILED, CONFLICT));
  await expect(tryCommit(client, 't', writes)).rejects.toThrow('first');
  expect(calls()).toBe(1);
});

test('behind a write in conflict a failed condition may be the work of that very transaction: it is tried again', async () => {
  const { client, calls } = clientOf(cancelled(CONFLICT, FAILED), cancelled(FAILED, NONE));
  await expect(tryCommit(client, 't', writes)).rejects.toThrow('first');
  expect(calls()).toBe(2);
});

test.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])('%s is tried again', async (Code) => {
  const { client, calls } = clientOf(cancelled({ Code }, NONE), cancelled(NONE, { Code }), 'ok');
  await tryCommit(client, 't', writes);
  expect(calls()).toBe(3);
});

test('a condition that fails after a conflict is the reason', async () => {
  await expect(tryCommit(clientOf(cancelled(CONFLICT), cancelled(FAILED)).client, 't', writes)).rejects.toThrow('first');
});

test('a conflict without end is refused as contention, to be tried again', async () => {
  const { client, calls } = clientOf(cancelled(CONFLICT, NONE));
  await expect(tryCommit(client, 't', writes)).rejects.toMatchObject({ code: 'contention', headers: { 'retry-after': '1' } });
  expect(calls()).toBe(16);
});

test('the pause before the next attempt is up to twice as long each time, and 300 ms at most', async () => {
  const pauses: unknown[] = [];
  const { client } = clientOf(cancelled(CONFLICT, NONE));
  jest.spyOn(Math, 'random').mockReturnValue(1);
  const start = globalThis.setTimeout;
  jest.spyOn(globalThis, 'setTimeout').mockImplementation(((act: () => void, ms: number) => {
    if (ms <= 300) pauses.push(ms);
    return start(act, ms <= 300 ? 0 : ms);
  }) as typeof setTimeout);
  await expect(tryCommit(client, 't', writes)).rejects.toThrow('Too many changes of the same entity at once; try again.');
  expect(pauses).toEqual([60, 120, 240, ...Array.from({ length: 12 }, () => 300)]);
});

test('a commit that counts something needs no meter', async () => {
  const counted: readonly Write[] = writes.map((write) => ({ ...write, counts: ['Creates', 'partner'] }));
  expect(await tryCommit(clientOf('ok').client, 't', counted)).toBeUndefined();
  const meter = newMeter('test');
  await tryCommit(clientOf('ok').client, 't', writes, meter);
  expect(meter.take()).toEqual([expect.not.objectContaining({ undefined: 1 })]);
});

test('a condition without values asks for none', async () => {
  const { ConditionCheck } = (await sentFor(check(KEY, exists(), refusedBy('any')))) as { readonly ConditionCheck: object };
  expect(ConditionCheck).not.toHaveProperty('ExpressionAttributeValues');
});

test('a change that changes nothing is a defect', async () => {
  await expect(sentFor(change(KEY, {}, where('a', '=', 1), refusedBy('any')))).rejects.toThrow('an update must change an attribute');
  expect(await sentFor(change(KEY, { remove: ['old'] }, where('a', '=', 1), refusedBy('any')))).toMatchObject({
    Update: { UpdateExpression: 'REMOVE #old' },
  });
});

const measuredBy = async (writes: readonly Write[], ...outcomes: readonly (Error | 'ok')[]): Promise<unknown> => {
  const meter = newMeter('test');
  await tryCommit(clientOf(...outcomes).client, 't', writes, meter).catch(() => undefined);
  const [{ _aws: _, installation: __, ...values } = {}] = meter.take();
  return values;
};

test('a commit is measured: how often it met a conflict, how often it was tried again, and what it wrote, once', async () => {
  const created: readonly Write[] = writes.map((write) => ({ ...write, counts: ['Creates', 'partner'] }));
  const [conflict, made] = [cancelled(CONFLICT, NONE), { Transactions: 1, Creates: 2, resource: 'partner' }];
  expect(await measuredBy(created, 'ok')).toEqual(made);
  expect(await measuredBy(created, conflict, conflict, 'ok')).toEqual({ ...made, TransactionConflicts: 2, TransactionRetries: 2 });
  expect(await measuredBy(created, conflict)).toEqual({ Transactions: 1, TransactionConflicts: 16, TransactionRetries: 15 });
  expect(await measuredBy(created, cancelled(FAILED))).toEqual({ Transactions: 1 });
  expect(await measuredBy(conditionChecksOf(created), 'ok')).toEqual({ Transactions: 1 });
});

test.each([
  ['a reason of another kind', cancelled({ Code: 'ValidationError' }, NONE), 'the transaction was cancelled: ValidationError, None'],
  ['no reasons', cancelled(), 'the transaction was cancelled: '],
  ['another error', new Error('no such table'), 'no such table'],
])('%s is a defect and not tried again', async (_, error, message) => {
  const { client, calls } = clientOf(error);
  await expect(tryCommit(client, 't', writes)).rejects.toThrow(new Error(message));
  expect(calls()).toBe(1);
});

test('what is thrown, and so may be logged, holds nothing of the items that stood in the way', async () => {
  const Item = { verificationPhrase: { S: 'blue heron' } };
  const { client } = clientOf(cancelled(CONFLICT, { ...FAILED, Item }));
  const error = await tryCommit(client, 't', writes).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'contention' });
  expect(inspect(error, { depth: 9 })).not.toContain('heron');
});

/** What a commit of one write asks of the table. */
const sentFor = async (write: Write): Promise<unknown> => {
  const inputs: { TransactItems: unknown[] }[] = [];
  const send = async ({ input }: { input: { TransactItems: unknown[] } }) => inputs.push(input);
  await tryCommit({ send } as unknown as DynamoDBDocumentClient, 't', [write]);
  return inputs[0]?.TransactItems[0];
};

const refusal = refusedBy('any');
const expression = where('a', '=', 1);
const common = { TableName: 't', ConditionExpression: '#a = :a', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };
const given = { ExpressionAttributeNames: { '#a': 'a' }, ExpressionAttributeValues: { ':a': 1 } };

test.each<[string, Write, unknown]>([
  ['put', put(KEY, { pk: 'other', b: 1 }, refusal, expression), { Put: { ...common, ...given, Item: { ...KEY, b: 1 } } }],
  ['check', check(KEY, expression, refusal), { ConditionCheck: { ...common, ...given, Key: KEY } }],
  ['removal', remove(KEY, expression, refusal), { Delete: { ...common, ...given, Key: KEY } }],
  [
    'change',
    change(KEY, { set: { name: 'x', size: 2 }, add: { count: -1 }, remove: ['old'] }, expression, refusal),
    {
      Update: {
        ...{ ...common, Key: KEY, UpdateExpression: 'SET #name = :new_name, #size = :new_size ADD #count :new_count REMOVE #old' },
        ExpressionAttributeNames: { '#a': 'a', '#name': 'name', '#size': 'size', '#count': 'count', '#old': 'old' },
        ExpressionAttributeValues: { ':a': 1, ':new_name': 'x', ':new_size': 2, ':new_count': -1 },
      },
    },
  ],
])('a %s asks for the item that stands in its way', async (_, write, expected) => {
  expect(await sentFor(write)).toEqual(expected);
});

test('a put without a condition of its own requires that its key is free', async () => {
  expect(await sentFor(put(KEY, {}, refusal))).toMatchObject({
    Put: { ConditionExpression: 'attribute_not_exists(#pk)', ExpressionAttributeNames: { '#pk': 'pk' } },
  });
});

test('writes of a dry run are checks under the same conditions, explained by the same refusals', async () => {
  const all = [put(KEY, { b: 1 }, refusal), change(KEY, { add: { count: 1 } }, expression, refusal), remove(KEY, expression, refusal)];
  for (const [at, write] of conditionChecksOf(all).entries()) {
    expect(write).toEqual({ ...all[at], action: 'check' });
    expect(Object.keys((await sentFor(write)) as object)).toEqual(['ConditionCheck']);
  }
});
