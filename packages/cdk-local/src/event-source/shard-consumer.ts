import type { ShardReader } from '../dynamodb/shard-reader.ts';
import { processBatch } from './batch.ts';
import { isChange } from './changes.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { MappingDefinition } from './definition.ts';
import { invocationRecord } from './invocation-record.ts';
import { lambdaRecord, type StreamRecord } from './records.ts';

/** Options that every shard of a mapping shares. */
export interface ConsumerOptions {
  readonly mapping: MappingDefinition;
  readonly functionArn: string;
  readonly region: string;
  readonly checkpoints: Checkpoints;
  readonly invoke: (event: { readonly Records: readonly StreamRecord[] }) => Promise<unknown>;
  readonly sendToQueue: (queueArn: string, body: string) => void;
  readonly warn: (message: string) => void;
  /** Multiplies backoff and batching window. */
  readonly timeScale: number;
  /** The groups in which a batch comes to the function, at the same time; one unless given. */
  readonly groupsOf?: ((records: readonly StreamRecord[]) => readonly (readonly StreamRecord[])[]) | undefined;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly stopping: () => boolean;
}

/** Takes one shard's records through filter, batching and the function. */
export interface ShardConsumer {
  /**
   * Reads once and runs whatever batch is due; false when there was nothing to do and nothing is
   * held back.
   */
  advance(): Promise<boolean>;
  finished(): boolean;
}

/**
 * Lambda does not document its backoff between retries; this doubles from 200 ms and ends at a
 * minute.
 */
const backOffMs = (retry: number) => Math.min(60_000, 200 * 2 ** (retry - 1));

/** Consumes a shard; `position` names it among the checkpoints. */
export const shardConsumer = (reader: ShardReader, position: string, options: ConsumerOptions): ShardConsumer => {
  const { mapping, checkpoints, stopping } = options;
  const held: StreamRecord[] = [];
  let heldSince = 0;

  const fill = async (): Promise<number> => {
    if (held.length >= mapping.batchSize) return held.length;
    const source = { arn: mapping.streamArn, region: options.region };
    const read = (await reader.next()).map((record) => lambdaRecord(record, source));
    const wanted = read.filter((record) => isChange(record) && mapping.accepts(record));
    if (held.length === 0) heldSince = performance.now();
    held.push(...wanted);
    const lastRead = read.at(-1);
    // Nothing is in flight, so what the filter refused is done with.
    if (held.length === 0 && lastRead) checkpoints.set(position, lastRead.dynamodb.SequenceNumber);
    return read.length;
  };
  const due = (): boolean => {
    const windowMs = mapping.windowSeconds * 1000 * options.timeScale;
    return held.length >= mapping.batchSize || reader.closed() || performance.now() - heldSince >= windowMs;
  };

  return {
    finished: () => reader.closed() && held.length === 0,
    async advance() {
      const read = await fill();
      if (held.length === 0) return read > 0;
      if (!due()) {
        await options.sleep(5);
        return true;
      }
      await processGroups(held.slice(0, mapping.batchSize), batchOptions(reader.shardId, position, options), options);
      if (!stopping()) held.splice(0, mapping.batchSize);
      return true;
    },
  };
};

// Of several groups, what is done is known when all are.
const processGroups = async (
  batch: readonly StreamRecord[],
  how: Parameters<typeof processBatch>[1],
  { groupsOf, stopping }: ConsumerOptions,
): Promise<void> => {
  const groups = groupsOf?.(batch) ?? [batch];
  if (groups.length === 1) return processBatch(groups[0] ?? batch, how);
  await Promise.all(groups.map((group) => processBatch(group, { ...how, checkpoint: () => undefined })));
  const last = batch.at(-1);
  if (last && !stopping()) how.checkpoint(last);
};

const batchOptions = (shardId: string, position: string, options: ConsumerOptions): Parameters<typeof processBatch>[1] => {
  const { mapping, functionArn, checkpoints, sleep, stopping, timeScale, invoke, sendToQueue, warn } = options;
  return {
    policy: mapping.policy,
    invoke: (records) => invoke({ Records: records }),
    backOff: (retry) => sleep(backOffMs(retry) * timeScale),
    checkpoint: ({ dynamodb }) => checkpoints.set(position, dynamodb.SequenceNumber),
    stopping,
    discard(discarded) {
      const body = JSON.stringify(invocationRecord(discarded, { functionArn, streamArn: mapping.streamArn, shardId }));
      const destination = mapping.onFailureArn;
      warn(
        `${mapping.functionName} discarded ${discarded.records.length} stream record(s): ${discarded.condition}${destination ? '' : ', lost without a failure destination'}`,
      );
      if (destination) sendToQueue(destination, body);
    },
  };
};
