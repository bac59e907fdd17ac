import { setTimeout as delay } from 'node:timers/promises';
import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { listShards, shardReader } from '../dynamodb/shard-reader.ts';
import { type ConsumerOptions, type ShardConsumer, shardConsumer } from './shard-consumer.ts';

interface MappingOptions extends Omit<ConsumerOptions, 'sleep' | 'stopping'> {
  readonly client: DynamoDBStreamsClient;
  /** Whether the function's role may follow the stream; nothing is read while it may not. */
  readonly mayRead: () => boolean;
  /** The server's own name for the stream. */
  readonly serverStreamArn: string;
}

/** A running event source mapping. */
export interface EventSourceMapping {
  /**
   * Resolves when everything that was in the stream at the time of the call has been processed or
   * discarded.
   */
  idle(): Promise<void>;
  /**
   * Stops reading and waits up to half a second for a running batch; one that has not ended then is
   * run again after a restart.
   */
  stop(): Promise<void>;
}

const pollMs = 50;
const stopWithinMs = 500;

/**
 * Polls a stream and feeds the function until `stop`; parents are read before their child shards.
 */
export const startMapping = (options: MappingOptions): EventSourceMapping => {
  const stop = new AbortController();
  const sleep = (milliseconds: number) => delay(milliseconds, undefined, { signal: stop.signal }).catch(() => undefined);
  const stream = streamConsumer({ ...options, sleep, stopping: () => stop.signal.aborted });
  let waiting: { readonly since: number; readonly resolve: () => void }[] = [];

  const settle = (roundStarted: number) => {
    for (const { since, resolve } of waiting) if (since <= roundStarted) resolve();
    waiting = waiting.filter(({ since }) => since > roundStarted);
  };
  const round = () =>
    stream.round().catch(async (error: unknown) => {
      if (!stop.signal.aborted) options.warn(`${options.mapping.id}: reading the stream failed: ${String(error)}`);
      await sleep(pollMs * 10);
      return true;
    });
  const run = async () => {
    while (!stop.signal.aborted) {
      const started = performance.now();
      if (options.mayRead() && (await round())) continue;
      settle(started);
      await sleep(pollMs);
    }
    settle(Number.POSITIVE_INFINITY);
  };
  const running = run();

  return {
    idle: () => (stop.signal.aborted ? Promise.resolve() : new Promise((resolve) => waiting.push({ since: performance.now(), resolve }))),
    async stop() {
      stop.abort();
      await Promise.race([running, delay(stopWithinMs, undefined, { ref: false })]);
    },
  };
};

const streamConsumer = (options: ConsumerOptions & Pick<MappingOptions, 'client' | 'serverStreamArn'>) => {
  const { client, serverStreamArn: streamArn, mapping, checkpoints } = options;
  const consumers = new Map<string, ShardConsumer>();

  const stream = `${mapping.id} ${streamArn} `;
  const positionOf = (shardId: string) => stream + shardId;

  const open = (shardId: string) => {
    const position = positionOf(shardId);
    const reader = shardReader({
      client,
      streamArn,
      shardId,
      after: checkpoints.get(position),
      startingPosition: mapping.startingPosition,
    });
    consumers.set(shardId, shardConsumer(reader, position, options));
  };
  /** A stream drops shards after a day. */
  const forgetOthers = (shardIds: readonly string[]) => {
    for (const shardId of consumers.keys()) if (!shardIds.includes(shardId)) consumers.delete(shardId);
    checkpoints.retain(stream, shardIds.map(positionOf));
  };
  const discover = async () => {
    const shards = await listShards(client, streamArn);
    forgetOthers(shards.map(({ ShardId }) => ShardId));
    for (const { ShardId, ParentShardId } of shards) {
      const parent = ParentShardId ? consumers.get(ParentShardId) : undefined;
      if (!consumers.has(ShardId) && (!parent || parent.finished())) open(ShardId);
    }
  };
  const reading = () => [...consumers.values()].filter((consumer) => !consumer.finished());

  return {
    /** Gives every shard one turn; false when none had anything to do. */
    async round(): Promise<boolean> {
      if (reading().length === 0) await discover();
      const busy = await Promise.all(reading().map((consumer) => consumer.advance()));
      return busy.includes(true);
    },
  };
};
