import { setTimeout as delay } from 'node:timers/promises';
import {
  type AttributeValue,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { localClientOptions } from './client-options.ts';
import type { TableDefinition } from './definition.ts';
import { startDynamoDb } from './server.ts';
import { listShards, type ShardReader, shardReader } from './shard-reader.ts';
import { createTables, type Table } from './tables.ts';

interface LaggingOptions {
  /**
   * Client options for the native server of the tables; each table needs a stream with new images.
   */
  readonly client: ReturnType<typeof localClientOptions>;
  readonly definitions: readonly TableDefinition[];
  readonly tables: readonly Table[];
  /**
   * Returns the milliseconds from a write to its index entry; called for each write, so that some
   * overtake others.
   */
  readonly lagMs: () => number;
  readonly onError: (error: unknown) => void;
}

/** Indexes that follow their table with a lag, as global secondary indexes of DynamoDB do. */
export interface LaggingIndexes {
  /** Returns the address that serves a read of an index; undefined for every other call. */
  route(operation: string, input: unknown): string | undefined;
  stop(): Promise<void>;
}

const POLL_MS = 20;
const BATCH = 25;

type Image = Record<string, AttributeValue>;

/**
 * Starts a second server in memory that repeats every write a moment later, and answers reads of
 * indexes. What a page of an index holds, how it is filtered and where it ends is then the engine's
 * own work. The writes of one item stay in order; those of two items need not.
 */
export const startLaggingIndexes = async ({ client, definitions, tables, lagMs, onError }: LaggingOptions): Promise<LaggingIndexes> => {
  const replica = await startDynamoDb();
  const [source, streams] = [new DynamoDBClient(client), new DynamoDBStreamsClient(client)];
  const target = new DynamoDBClient({ ...client, endpoint: replica.url });
  await createTables(target, definitions);
  const stopping = new AbortController();
  const pending = new Map<string, Promise<unknown>>();

  const apply = async (TableName: string, Key: Image, Item: Image | undefined): Promise<void> => {
    if (Item) await target.send(new PutItemCommand({ TableName, Item }));
    else await target.send(new DeleteItemCommand({ TableName, Key }));
  };
  const failed = (error: unknown) => void (stopping.signal.aborted || onError(error));
  const repeat = (table: string, key: Image, image: Image | undefined): void => {
    const item = `${table} ${JSON.stringify(Object.entries(key).toSorted(([one], [other]) => (one < other ? -1 : 1)))}`;
    const due = delay(lagMs(), undefined, { signal: stopping.signal });
    const done = Promise.all([due, pending.get(item)])
      .then(() => apply(table, key, image))
      .catch(failed)
      .finally(() => pending.get(item) === done && pending.delete(item));
    pending.set(item, done);
  };
  const unread = (error: unknown): [] => {
    failed(error);
    return [];
  };
  const follow = async (table: string, readers: ShardReader[]): Promise<void> => {
    while (!stopping.signal.aborted) {
      for (const reader of readers) {
        const records = await reader.next().catch(unread);
        for (const { dynamodb: { Keys = {}, NewImage } = {} } of records) repeat(table, Keys as Image, NewImage as Image | undefined);
      }
      await delay(POLL_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };

  await Promise.all(
    tables.map(async ({ name, streamArn = '' }) => {
      const shards = await listShards(streams, streamArn);
      const readers = shards.map(({ ShardId }) =>
        shardReader({ client: streams, streamArn, shardId: ShardId, after: undefined, startingPosition: 'LATEST' }),
      );
      for (const reader of readers) await reader.next();
      await copy(source, target, name);
      void follow(name, readers);
    }),
  );

  return {
    route: (_, input) => (typeof input === 'object' && input !== null && 'IndexName' in input ? replica.url : undefined),
    async stop() {
      stopping.abort();
      await replica.stop();
      for (const opened of [source, target, streams]) opened.destroy();
    },
  };
};

/** Copies what a table holds already. */
const copy = async (source: DynamoDBClient, target: DynamoDBClient, table: string): Promise<void> => {
  for await (const { Items = [] } of paginateScan({ client: source, pageSize: BATCH }, { TableName: table, ConsistentRead: true })) {
    const puts = Items.map((Item) => ({ PutRequest: { Item } }));
    if (puts.length > 0) await target.send(new BatchWriteItemCommand({ RequestItems: { [table]: puts } }));
  }
};
