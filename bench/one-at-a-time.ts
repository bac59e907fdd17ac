import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { DynamoDBRecord } from 'aws-lambda';
import type { PutEvents } from '../functions/events/directed.ts';
import type { PublisherDeps } from '../functions/events/publisher.ts';
import { partitionOf, readRecord } from '../functions/events/stream-record.ts';

const MOST_ENTRIES = 10;

/**
 * Publishes a batch one call of `PutEvents` after another: in its order, no call with two events of
 * one partition.
 */
export const publishOneAtATime = async (
  records: readonly DynamoDBRecord[],
  { bus, readKeys, putEvents }: Pick<PublisherDeps, 'bus' | 'readKeys' | 'putEvents'>,
): Promise<void> => {
  const { signing } = await readKeys();
  const calls: Map<string, PutEventsRequestEntry>[] = [];
  for (const record of records) {
    const read = readRecord(record, bus, signing);
    if ('reason' in read) throw new Error(read.reason);
    const [call, partition] = [calls.at(-1), partitionOf(record)];
    if (call && call.size < MOST_ENTRIES && !call.has(partition)) call.set(partition, read.entry);
    else calls.push(new Map([[partition, read.entry]]));
  }
  for (const entries of calls) await requireTaken(putEvents, [...entries.values()]);
};

const requireTaken = async (putEvents: PutEvents, entries: readonly PutEventsRequestEntry[]): Promise<void> => {
  const failed = (await putEvents(entries)).find(({ ErrorCode }) => ErrorCode !== undefined);
  if (failed) throw new Error(failed.ErrorCode);
};
