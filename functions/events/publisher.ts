import type { PutEventsRequestEntry, PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import type { Bus } from '../shared/bus.ts';
import { pause, requireTime } from '../shared/deadline.ts';
import type { Meter } from '../shared/meter.ts';
import type { ReadKeys } from '../signatures/secret.ts';
import type { SigningKey } from '../signatures/signing.ts';
import { type Outgoing, type Poison, slices } from './slices.ts';
import { readRecord } from './stream-record.ts';

export interface PublisherDeps {
  readonly bus: Bus;
  /** One `PutEvents`: a result for each entry, in order. */
  readonly putEvents: (entries: readonly PutEventsRequestEntry[]) => Promise<readonly PutEventsResultEntry[]>;
  /** Keeps what can never be published, with its payload. */
  readonly bury: (poison: Poison) => Promise<void>;
  /** Asked for every batch: nothing is published unsigned. */
  readonly readKeys: ReadKeys;
  readonly log: { warn(message: string, facts: Record<string, unknown>): void };
  readonly meter: Meter;
}

/** Thrown to end a batch at a record: it and all after it will be handed over again. */
class Stopped extends Error {
  readonly sequenceNumber: string;

  constructor(sequenceNumber: string, cause: unknown) {
    super('the batch stopped', { cause });
    this.sequenceNumber = sequenceNumber;
  }
}

/** Publishes a batch of stream records in order; stops at the first that fails and reports it (`ReportBatchItemFailures`). */
export const publish = async (records: readonly DynamoDBRecord[], deps: PublisherDeps): Promise<DynamoDBBatchResponse> => {
  try {
    const keys = await signingKeys(records, deps);
    for (const run of runs(records.map((record) => readRecord(record, deps.bus, keys)))) {
      await ('reason' in run ? bury(run, deps) : publishAll(run, deps));
    }
    return { batchItemFailures: [] };
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    deps.meter.add('PublisherStops', 1);
    deps.log.warn('stopped', { sequenceNumber: error.sequenceNumber, cause: error.cause });
    return { batchItemFailures: [{ itemIdentifier: error.sequenceNumber }] };
  }
};

const signingKeys = async ([record]: readonly DynamoDBRecord[], { readKeys }: PublisherDeps): Promise<readonly SigningKey[]> => {
  try {
    return record ? (await readKeys()).signing : [];
  } catch (cause) {
    throw new Stopped(record?.dynamodb?.SequenceNumber ?? '', cause);
  }
};

/** Runs of events between poison, in order. */
const runs = (items: readonly (Outgoing | Poison)[]): readonly (Outgoing[] | Poison)[] => {
  const cut: (Outgoing[] | Poison)[] = [];
  for (const item of items) {
    const last = cut.at(-1);
    if ('reason' in item) cut.push(item);
    else if (Array.isArray(last)) last.push(item);
    else cut.push([item]);
  }
  return cut;
};

const publishAll = async (events: readonly Outgoing[], deps: PublisherDeps): Promise<void> => {
  for (const slice of slices(events)) await publishSlice(slice, deps);
};

const RETRYABLE = new Set(['InternalFailure', 'InternalException', 'ThrottlingException']);
const ATTEMPTS = 4;

const publishSlice = async (slice: readonly Outgoing[], deps: PublisherDeps): Promise<void> => {
  let pending = slice;
  for (let attempt = 1; pending.length > 0; attempt += 1) {
    const failed = await put(pending, deps);
    measure(
      pending.filter((event) => !failed.some((one) => one.event === event)),
      deps,
    );
    for (const { event, code } of failed.filter(({ code }) => !RETRYABLE.has(code))) {
      // What cannot be buried ends the batch at the first that failed: an earlier one may still have to be published.
      await bury({ sequenceNumber: event.sequenceNumber, reason: code, record: event.entry }, deps, failed[0]?.event);
    }
    pending = failed.filter(({ code }) => RETRYABLE.has(code)).map(({ event }) => event);
    if (pending.length > 0 && attempt === ATTEMPTS) throw new Stopped(first(pending), new Error(failed[0]?.code));
    if (pending.length > 0) await beforeRetry(pending, attempt);
  }
};

const beforeRetry = async (pending: readonly Outgoing[], attempt: number): Promise<void> => {
  try {
    await pause(Math.random() * 100 * 2 ** attempt);
  } catch (cause) {
    throw new Stopped(first(pending), cause);
  }
};

// One that is cut off may have been taken, and is then published again by the next invocation.
const LEAST_PUT_MS = 1000;

const measure = (published: readonly Outgoing[], { meter }: PublisherDeps): void => {
  const now = Date.now();
  for (const { entry } of published) {
    meter.add('EventsPublished', 1);
    meter.add('PublishLag', Math.max(0, now - (entry.Time?.getTime() ?? now)));
  }
};

const put = async (events: readonly Outgoing[], { putEvents }: PublisherDeps) => {
  try {
    requireTime(LEAST_PUT_MS);
    const results = await putEvents(events.map(({ entry }) => entry));
    return events.flatMap((event, index) => {
      const code = results[index] ? results[index].ErrorCode : 'InternalFailure';
      return code ? [{ event, code }] : [];
    });
  } catch (cause) {
    throw new Stopped(first(events), cause);
  }
};

const bury = async (poison: Poison, deps: PublisherDeps, { sequenceNumber }: Pick<Poison, 'sequenceNumber'> = poison): Promise<void> => {
  try {
    await deps.bury(poison);
    deps.meter.add('EventsBuried', 1);
    deps.log.warn('buried', { reason: poison.reason, sequenceNumber: poison.sequenceNumber });
  } catch (cause) {
    throw new Stopped(sequenceNumber, cause);
  }
};

const first = (events: readonly Outgoing[]): string => events[0]?.sequenceNumber ?? '';
