import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import { pause } from '../shared/base/deadline.ts';
import type { Bus } from '../shared/bus.ts';
import type { Meter } from '../shared/observability/meter.ts';
import type { ReadKeys } from '../signatures/secret.ts';
import type { SigningKey } from '../signatures/signing.ts';
import type { PutEvents } from './directed.ts';
import type { PublishedAhead } from './published-ahead.ts';
import { type PutEntry, sharedCalls } from './shared-calls.ts';
import { type Outgoing, type Poison, partitionOf, readRecord, sequenceNumberOf } from './stream-record.ts';

export interface PublisherDeps {
  readonly bus: Bus;
  readonly putEvents: PutEvents;
  /** Keeps an event that can never be published, with its payload. */
  readonly quarantine: (poison: Poison) => Promise<void>;
  /** Reads the keys for every batch: nothing is published unsigned. */
  readonly readKeys: ReadKeys;
  /** Lasts from one batch to the next. */
  readonly ahead: PublishedAhead;
  readonly log: { warn(message: string, facts: Record<string, unknown>): void };
  readonly meter: Meter;
}

/**
 * Publishes a batch of stream records: its partitions at the same time, each in order. A partition
 * stops at its first record that fails, and the others continue. Reports the first record of the
 * batch that is not published (`ReportBatchItemFailures`).
 */
export const publish = async (records: readonly DynamoDBRecord[], deps: PublisherDeps): Promise<DynamoDBBatchResponse> => {
  const done = new Set(records.filter(deps.ahead.has));
  const stops = await publishPartitions(records, done, deps);
  const lowest = records.find((record) => !done.has(record));
  deps.ahead.replace(records, lowest ? records.slice(records.indexOf(lowest)).filter((record) => done.has(record)) : []);
  if (lowest === undefined) return { batchItemFailures: [] };
  const sequenceNumber = sequenceNumberOf(lowest);
  deps.meter.add('PublisherStops', 1);
  deps.log.warn('stopped', { sequenceNumber, cause: stops.get(lowest), partitions: stops.size });
  return { batchItemFailures: [{ itemIdentifier: sequenceNumber }] };
};

/**
 * The records where partitions stopped, and why. They and all later records of their partitions are
 * not published yet.
 */
type Stops = Map<DynamoDBRecord, unknown>;

const publishPartitions = async (records: readonly DynamoDBRecord[], done: Set<DynamoDBRecord>, deps: PublisherDeps): Promise<Stops> => {
  const stops: Stops = new Map();
  const first = records.find((record) => !done.has(record));
  if (first === undefined) return stops;
  const signing = await signingKeys(deps).catch((cause: unknown) => void stops.set(first, cause));
  if (signing === undefined) return stops;
  const put = sharedCalls(deps.putEvents);
  const positions = new Map(records.map((record, position) => [record, position]));
  const partitions = [...Map.groupBy(records, partitionOf).values()];
  await Promise.all(partitions.map((partition) => publishInOrder(partition, { ...deps, signing, put, positions, done, stops })));
  return stops;
};

const signingKeys = async ({ readKeys }: PublisherDeps): Promise<readonly SigningKey[]> => (await readKeys()).signing;

interface BatchDeps extends PublisherDeps {
  readonly signing: readonly SigningKey[];
  readonly put: PutEntry;
  /** The position of each record in the batch. */
  readonly positions: ReadonlyMap<DynamoDBRecord, number>;
  readonly done: Set<DynamoDBRecord>;
  readonly stops: Stops;
}

const publishInOrder = async (records: readonly DynamoDBRecord[], deps: BatchDeps): Promise<void> => {
  for (const record of records) {
    try {
      if (!deps.done.has(record)) await publishRecord(record, deps);
      deps.done.add(record);
    } catch (cause) {
      deps.stops.set(record, cause);
      return;
    }
  }
};

const publishRecord = async (record: DynamoDBRecord, deps: BatchDeps): Promise<void> => {
  const read = readRecord(record, deps.bus, deps.signing);
  if ('reason' in read) return quarantine(read, deps);
  const refusal = await putWithRetries(read, deps.positions.get(record) ?? 0, deps);
  if (refusal === undefined) countPublished(read, deps);
  else await quarantine({ sequenceNumber: read.sequenceNumber, reason: refusal, record: read.entry }, deps);
};

const RETRYABLE = new Set(['InternalFailure', 'InternalException', 'ThrottlingException']);
const ATTEMPTS = 4;

/**
 * Puts an entry on the bus and returns the code of a permanent refusal.
 * @throws {Error} when the bus did not accept the entry in four attempts, or the time is over
 */
const putWithRetries = async ({ entry }: Outgoing, position: number, { put }: BatchDeps): Promise<string | undefined> => {
  for (let attempt = 1; ; attempt += 1) {
    const code = await put(entry, position);
    if (code === undefined || !RETRYABLE.has(code)) return code;
    if (attempt === ATTEMPTS) throw new Error(code);
    await pause(Math.random() * 100 * 2 ** attempt);
  }
};

const countPublished = ({ entry }: Outgoing, { meter }: PublisherDeps): void => {
  const now = Date.now();
  meter.add('EventsPublished', 1);
  meter.add('PublishLag', Math.max(0, now - (entry.Time?.getTime() ?? now)));
};

const quarantine = async (poison: Poison, deps: PublisherDeps): Promise<void> => {
  await deps.quarantine(poison);
  deps.meter.add('EventsBuried', 1);
  deps.log.warn('quarantined', { reason: poison.reason, sequenceNumber: poison.sequenceNumber });
};
