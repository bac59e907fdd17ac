import { type CancellationReason, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { MIN_CALL_MS, mayBegin, pause, withLimits } from '../base/deadline.ts';
import { Refusal } from '../contract/problems.ts';
import type { Meter } from '../observability/meter.ts';
import type { Counted } from '../observability/metrics.ts';
import { type AttributeChange, changeExpression } from './change-expression.ts';
import { type Condition, conditionParameters, isAbsent } from './condition.ts';
import type { Key } from './keys.ts';

export type Item = Readonly<Record<string, unknown>>;
type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** A limit that a write uses, for a dry run. */
export interface Consumption {
  readonly limitName: string;
  readonly by: number;
  /** The limit, and how much of it is used afterwards, when that is known before the write. */
  readonly limit?: number;
  readonly count?: number;
}

/**
 * Returns the error to throw when the condition of a write fails; `existing` is the item that
 * failed it. Absent for an assumed condition: then the caller of `tryCommit` decides.
 */
export type RefusalOf = (existing: Item | undefined) => Error | undefined;

/** An assumed condition that failed, with its item: nothing was written. */
export interface FailedAssumption {
  readonly existing: Item | undefined;
}

/** One write of a transaction. */
export interface Write {
  readonly key: Key;
  readonly action: { readonly put: Item } | { readonly change: AttributeChange } | 'delete' | 'check';
  readonly condition: Condition;
  readonly refusal: RefusalOf;
  readonly consumes?: Consumption;
  /** The metric that counts it once it is committed. */
  readonly counts?: Counted;
}

/** Returns the write that puts an item whose key must be free, or meet another condition. */
export const put = (key: Key, attributes: Item, refusal: RefusalOf, condition: Condition = isAbsent()): Write => ({
  key,
  action: { put: attributes },
  condition,
  refusal,
});

/** Returns the write that changes an item in place when its condition is met. */
export const change = (key: Key, attributeChange: AttributeChange, condition: Condition, refusal: RefusalOf): Write => ({
  key,
  action: { change: attributeChange },
  condition,
  refusal,
});

/** Returns the write that deletes an item when its condition is met. */
export const remove = (key: Key, condition: Condition, refusal: RefusalOf): Write => ({ key, action: 'delete', condition, refusal });

/** Returns the check that an item which is not written meets a condition. */
export const check = (key: Key, condition: Condition, refusal: RefusalOf): Write => ({ key, action: 'check', condition, refusal });

/**
 * Returns the conditions of the writes only: nothing is written, and what would refuse them does.
 */
export const conditionChecksOf = (writes: readonly Write[]): readonly Write[] =>
  writes.map(({ counts: _, ...write }) => ({ ...write, action: 'check' }));

const transactItem = (TableName: string, { key, action, condition }: Write): TransactItem => {
  const { expression: ConditionExpression, names, values } = conditionParameters(condition);
  const conditional = { TableName, ConditionExpression, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const };
  const placeholders = (more: Placeholders = { names: {}, values: {} }) => ({
    ExpressionAttributeNames: { ...names, ...more.names },
    ...unlessEmpty({ ...values, ...more.values }),
  });
  if (action === 'check') return { ConditionCheck: { ...conditional, ...placeholders(), Key: key } };
  if (action === 'delete') return { Delete: { ...conditional, ...placeholders(), Key: key } };
  if ('put' in action) return { Put: { ...conditional, ...placeholders(), Item: { ...action.put, ...key } } };
  const { expression: UpdateExpression, ...changedValues } = changeExpression(action.change);
  return { Update: { ...conditional, ...placeholders(changedValues), Key: key, UpdateExpression } };
};

type Placeholders = Pick<ReturnType<typeof conditionParameters>, 'names' | 'values'>;

const unlessEmpty = (values: Item) => (Object.keys(values).length > 0 ? { ExpressionAttributeValues: { ...values } } : {});

// DynamoDB cancels transactions that touch the same item at the same time; all of these may be
// retried.
const TRANSIENT = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);
// Shorter waits cost more transactions, fewer attempts more refusals: bench/hot-reseller.ts shows
// both.
const ATTEMPTS = 16;
const BASE_MS = 30;
const CAP_MS = 300;

/**
 * The milliseconds after its beginning in which a commit takes place or never does. Ids and times
 * that are chosen right before a commit are in their lists by then, or never will be.
 */
export const LONGEST_COMMIT_MS = 5000;
// No request of a commit, a repeat by the SDK included, begins later, and none is awaited longer.
// The table may still write what it has accepted by then: half a second is left for that.
const LIMITS = { beginMs: 2500, endMs: LONGEST_COMMIT_MS - 500 };

/**
 * Writes all or nothing in one round trip. The first write whose condition fails decides: its
 * refusal is thrown, or the failed assumption is returned. Contention is retried with full jitter,
 * about two seconds in all, and then refused as `contention` (503).
 * @throws {DeadlineExceeded} when the table did not answer in time: it may have committed
 */
export const tryCommit = (
  client: DynamoDBDocumentClient,
  table: string,
  writes: readonly Write[],
  meter?: Meter,
): Promise<FailedAssumption | undefined> => withLimits(LIMITS, () => commitWithRetries(client, table, writes, meter));

const commitWithRetries = async (
  client: DynamoDBDocumentClient,
  table: string,
  writes: readonly Write[],
  meter?: Meter,
): Promise<FailedAssumption | undefined> => {
  meter?.add('Transactions', 1);
  const TransactItems = writes.map((write) => transactItem(table, write));
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.send(new TransactWriteCommand({ TransactItems }));
      for (const { counts } of writes) if (counts) meter?.count(counts);
      return undefined;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const failed = failedWrite(error, writes);
      if (failed) return throwRefusal(failed.write, failed.existing);
      meter?.add('TransactionConflicts', 1);
      const ms = Math.random() * Math.min(CAP_MS, BASE_MS * 2 ** attempt);
      if (attempt === ATTEMPTS || !mayBegin(MIN_CALL_MS, ms)) throw contention(cancellationError(error));
      meter?.add('TransactionRetries', 1);
      await pause(ms);
    }
  }
};

/**
 * Throws the refusal of a write whose condition failed, or returns the failed assumption when it
 * has none.
 */
export const throwRefusal = ({ refusal }: Write, existing: Item | undefined): FailedAssumption => {
  const error = refusal(existing);
  if (error) throw error;
  return { existing };
};

/**
 * Returns the write whose condition failed and its item, or nothing when the cancellation may be
 * retried.
 */
const failedWrite = (cancelled: TransactionCanceledException, writes: readonly Write[]) => {
  const reasons = cancelled.CancellationReasons ?? [];
  const failed = reasons.findIndex(({ Code }) => Code === 'ConditionalCheckFailed');
  const contended = reasons.findIndex(({ Code }) => TRANSIENT.has(Code ?? ''));
  const write = writes[failed];
  // The first reason decides: after an item that another transaction holds, a failed condition may
  // be that transaction's work.
  if (write && (contended < 0 || failed < contended)) return { write, existing: itemOf(reasons[failed]) };
  if (contended < 0) throw cancellationError(cancelled);
  return undefined;
};

// The SDK's error has the items that failed the conditions, and the thrown error may be logged: it
// only has the codes.
const cancellationError = ({ CancellationReasons = [] }: TransactionCanceledException): Error =>
  new Error(`the transaction was cancelled: ${CancellationReasons.map(({ Code }) => Code).join(', ')}`);

// The document client unmarshals answers, but not exceptions.
const itemOf = (reason: CancellationReason | undefined): Item | undefined => reason?.Item && unmarshall(reason.Item);

/**
 * Creates the refusal of a write whose entity others changed all the time (503, safe to repeat).
 */
export const contention = (cause?: unknown) =>
  new Refusal('contention', 'Too many changes of the same entity at once; try again.', { headers: { 'retry-after': '1' }, cause });
