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
  let sweep = Promise.resolve();
  const timer = setInterval(() => {
    sweep = sweep.then(() => sweepExpired(client, definitions, Date.now(), stopping.signal)).then(() => undefined, onError);
  }, intervalMs).unref();

  return {
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await sweep;
    },
  };
};

/**
 * Deletes what had expired at `now` (milliseconds) and gives the number of deleted items; an item
 * renewed meanwhile stays.
 */
export const sweepExpired = async (
  client: DynamoDBClient,
  definitions: readonly TableDefinition[],
  now: number,
  signal?: AbortSignal,
): Promise<number> => {
  let deleted = 0;
  for (const { create, timeToLive } of definitions) {
    if (!timeToLive?.AttributeName) continue;
    const expired = {
      ExpressionAttributeNames: { '#ttl': timeToLive.AttributeName },
      ExpressionAttributeValues: { ':now': { N: String(Math.floor(now / 1000)) } },
    };
    for await (const { Items = [] } of paginateScan(
      { client },
      { TableName: create.TableName, FilterExpression: '#ttl < :now', ...expired },
    )) {
      for (const item of Items) {
        if (signal?.aborted) return deleted;
        const Key = Object.fromEntries(
          (create.KeySchema ?? []).map(({ AttributeName = '' }) => [AttributeName, item[AttributeName] ?? { S: '' }]),
        );
        deleted += await deleteIfExpired(client, { TableName: create.TableName, Key, ConditionExpression: '#ttl < :now', ...expired });
      }
    }
  }
  return deleted;
};

const deleteIfExpired = async (client: DynamoDBClient, input: ConstructorParameters<typeof DeleteItemCommand>[0]): Promise<number> => {
  try {
    await client.send(new DeleteItemCommand(input));
    return 1;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return 0;
    throw error;
  }
};
