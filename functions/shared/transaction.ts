import { setTimeout as delay } from 'node:timers/promises';
import { type CancellationReason, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Key } from './keys.ts';
import { Refusal } from './problems.ts';

export type Item = Readonly<Record<string, unknown>>;
type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** One write of a transaction, and the error to throw when its condition fails (`existing` is the item that stood in the way). */
export interface Write {
  readonly item: (table: string) => TransactItem;
  readonly refusal?: (existing: Item | undefined) => Error;
}

interface Expression {
  readonly condition: string;
  readonly values?: Item;
}

const defect = () => new Error('an unconditional write cannot be refused');

/** Puts an item whose key must be free, or meet another `condition`. */
export const put = (
  key: Key,
  attributes: Item,
  refusal: Write['refusal'],
  { condition, values }: Expression = { condition: 'attribute_not_exists(pk)' },
): Write => ({
  item: (TableName) => ({ Put: { TableName, Item: { ...attributes, ...key }, ...conditional(condition, values) } }),
  refusal: refusal ?? defect,
});

/** Changes an item in place when its `condition` holds. */
export const update = (key: Key, expression: string, { condition, values }: Expression, refusal: NonNullable<Write['refusal']>): Write => ({
  item: (TableName) => ({ Update: { TableName, Key: key, UpdateExpression: expression, ...conditional(condition, values) } }),
  refusal,
});

/** Requires of an item that is not written that its `condition` holds. */
export const check = (key: Key, { condition, values }: Expression, refusal: NonNullable<Write['refusal']>): Write => ({
  item: (TableName) => ({ ConditionCheck: { TableName, Key: key, ...conditional(condition, values) } }),
  refusal,
});

const conditional = (condition: string, values: Item | undefined) => ({
  ConditionExpression: condition,
  ...(values && { ExpressionAttributeValues: { ...values } }),
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
});

// DynamoDB cancels transactions that touch the same item at the same time; all of these may be tried again.
const TRANSIENT = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);
const ATTEMPTS = 12;
const BASE_MS = 15;
const CAP_MS = 400;

/**
 * Writes all or nothing in one round trip. The first write whose condition fails decides the error.
 * Contention is retried with full jitter, about two seconds in all, and then refused as `contention` (503).
 */
export const commit = async (client: DynamoDBDocumentClient, table: string, writes: readonly Write[]): Promise<void> => {
  const TransactItems = writes.map(({ item }) => item(table));
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.send(new TransactWriteCommand({ TransactItems }));
      return;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      explain(error, writes);
      if (attempt === ATTEMPTS) throw contention(error);
      await delay(Math.random() * Math.min(CAP_MS, BASE_MS * 2 ** attempt));
    }
  }
};

/** Returns when the cancellation may be tried again, throws the reason otherwise. */
const explain = (cancelled: TransactionCanceledException, writes: readonly Write[]): void => {
  const reasons = cancelled.CancellationReasons ?? [];
  const refused = reasons.findIndex(({ Code }) => Code === 'ConditionalCheckFailed');
  const contended = reasons.findIndex(({ Code }) => TRANSIENT.has(Code ?? ''));
  // The first reason decides: behind an item that another transaction holds, what refuses may be that very transaction's work.
  if (refused >= 0 && (contended < 0 || refused < contended)) throw writes[refused]?.refusal?.(itemOf(reasons[refused])) ?? cancelled;
  if (contended < 0) throw cancelled;
};

// The document client unmarshals answers, but not what an exception carries.
const itemOf = (reason: CancellationReason | undefined): Item | undefined => reason?.Item && unmarshall(reason.Item);

const contention = (cause: unknown) =>
  new Refusal('contention', 'Too many changes of the same entity at once; try again.', { headers: { 'retry-after': '1' }, cause });
