import { setTimeout as delay } from 'node:timers/promises';
import { DeleteItemCommand, type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import type { TableDefinition } from './definition.ts';

interface ExpiryOptions {
  readonly client: DynamoDBClient;
  readonly definitions: readonly TableDefinition[];
  /** Time between two sweeps; DynamoDB itself promises only "within a few days". */
  readonly intervalMs: number;
  readonly onError: (error: unknown) => void;
}

/**
 * Deletes expired items now and then, since the native server records a table's TTL attribute but
 * deletes nothing within minutes.
 */
export const expireItems = ({ client, definitions, intervalMs, onError }: ExpiryOptions): { stop(): Promise<void> } => {
  const stopping = new AbortController();
  let sweep: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    await sweepExpired(client, definitions, Date.now(), { signal: stopping.signal }).catch(onError);
    sweep = undefined;
  };
  const timer = setInterval(() => {
    // That of a large table takes longer than the time between two.
    sweep ??= run();
  }, intervalMs).unref();

  return {
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await sweep;
    },
  };
};

/** Options of {@link sweepExpired}. */
interface SweepOptions {
  readonly signal?: AbortSignal;
  /** Items that are read at a time, 1,000 unless given. */
  readonly pageSize?: number;
  /** Waits after a page that took so many milliseconds and is not the last. */
  readonly rest?: (tookMs: number) => Promise<unknown>;
}

// Without a limit the native server reads all that is left of the table for each page: with three
// million items a page took it 4 s and 1.5 GB, and requests waited for it.
const PAGE = 1000;
// A tenth of the time of a sweep is work.
const RESTS = 9;

/**
 * Deletes what had expired at `now` (milliseconds) and gives the number of deleted items; an item
 * renewed meanwhile stays. It reads a few items at a time and rests between, so that the sweep of a
 * large table does not keep requests waiting.
 */
export const sweepExpired = async (
  client: DynamoDBClient,
  definitions: readonly TableDefinition[],
  now: number,
  { signal, pageSize = PAGE, rest = restUntil(signal) }: SweepOptions = {},
): Promise<number> => {
  let deleted = 0;
  for (const { create, timeToLive } of definitions) {
    if (!timeToLive?.AttributeName) continue;
    const expired = {
      ExpressionAttributeNames: { '#ttl': timeToLive.AttributeName },
      ExpressionAttributeValues: { ':now': { N: String(Math.floor(now / 1000)) } },
    };
    const scan = { TableName: create.TableName, FilterExpression: '#ttl < :now', ...expired };
    let began = performance.now();
    for await (const { Items = [], LastEvaluatedKey } of paginateScan({ client, pageSize }, scan)) {
      for (const item of Items) {
        if (signal?.aborted) return deleted;
        const Key = Object.fromEntries(
          (create.KeySchema ?? []).map(({ AttributeName = '' }) => [AttributeName, item[AttributeName] ?? { S: '' }]),
        );
        deleted += await deleteIfExpired(client, { TableName: create.TableName, Key, ConditionExpression: '#ttl < :now', ...expired });
      }
      if (LastEvaluatedKey) await rest(performance.now() - began);
      if (signal?.aborted) return deleted;
      began = performance.now();
    }
  }
  return deleted;
};

const restUntil = (signal: AbortSignal | undefined) => (tookMs: number) =>
  delay(tookMs * RESTS, undefined, { ...(signal && { signal }) }).catch(() => undefined);

const deleteIfExpired = async (client: DynamoDBClient, input: ConstructorParameters<typeof DeleteItemCommand>[0]): Promise<number> => {
  try {
    await client.send(new DeleteItemCommand(input));
    return 1;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return 0;
    throw error;
  }
};
