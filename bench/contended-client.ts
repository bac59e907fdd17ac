import { setTimeout as delay } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';

type Input = TransactWriteCommand['input'];
type Send = (command: unknown) => Promise<unknown>;

/**
 * Counts transactions, and those that were cancelled because another one held an item of theirs.
 */
export interface Contention {
  transactions: number;
  conflicts: number;
}

/** Returns the same client, whose transactions are counted. */
export const counted = (client: DynamoDBDocumentClient, counts: Contention): DynamoDBDocumentClient =>
  sendingBy(client, async (command, send) => {
    if (!(command instanceof TransactWriteCommand)) return send(command);
    counts.transactions += 1;
    try {
      return await send(command);
    } catch (error) {
      if (isConflict(error)) counts.conflicts += 1;
      throw error;
    }
  });

/**
 * Returns the same client, whose transactions take at least `latency` milliseconds and hold their
 * items meanwhile, as DynamoDB's do. A transaction that meets an item of another one is cancelled.
 */
export const contended = (client: DynamoDBDocumentClient, latency: number): DynamoDBDocumentClient => {
  const held = new Set<string>();
  return sendingBy(client, async (command, send) => {
    if (!(command instanceof TransactWriteCommand)) return send(command);
    const keys = keysOf(command.input);
    const isMet = keys.map((key) => held.has(key));
    if (isMet.includes(true)) {
      await delay(latency);
      throw conflict(isMet);
    }
    for (const key of keys) held.add(key);
    try {
      const [answer] = await Promise.all([send(command), delay(latency)]);
      return answer;
    } finally {
      for (const key of keys) held.delete(key);
    }
  });
};

const sendingBy = (client: DynamoDBDocumentClient, run: (command: unknown, send: Send) => Promise<unknown>): DynamoDBDocumentClient => {
  const send: Send = (command) => (client.send as Send).call(client, command);
  return { send: (command: unknown) => run(command, send) } as unknown as DynamoDBDocumentClient;
};

const keysOf = ({ TransactItems = [] }: Input): readonly string[] =>
  TransactItems.map(({ Put, Update, Delete, ConditionCheck }) => {
    const { pk, sk } = Put?.Item ?? Update?.Key ?? Delete?.Key ?? ConditionCheck?.Key ?? {};
    return `${pk} ${sk}`;
  });

const conflict = (isMet: readonly boolean[]) =>
  new TransactionCanceledException({
    message: 'Transaction cancelled',
    $metadata: {},
    CancellationReasons: isMet.map((met) => ({ Code: met ? 'TransactionConflict' : 'None' })),
  });

const isConflict = (error: unknown): boolean =>
  error instanceof TransactionCanceledException && (error.CancellationReasons ?? []).some(({ Code }) => Code === 'TransactionConflict');
