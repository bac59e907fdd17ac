import type { RetryPolicy } from './definition.ts';
import type { StreamRecord } from './records.ts';

/** Why records are discarded, in the words of Lambda's invocation record. */
export type DiscardReason = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/**
 * Discarded records: how often they were tried, and what the last try threw (absent when the
 * function reported item failures).
 */
export interface Discarded {
  readonly records: readonly StreamRecord[];
  readonly condition: DiscardReason;
  readonly invocations: number;
  readonly error?: unknown;
}

interface BatchOptions {
  readonly policy: RetryPolicy;
  readonly invoke: (records: readonly StreamRecord[]) => Promise<unknown>;
  /** Waits before retry number 1, 2, …. */
  readonly backOff: (retry: number) => Promise<void>;
  readonly discard: (discarded: Discarded) => void;
  /** Everything up to this record is done with. */
  readonly checkpoint: (record: StreamRecord) => void;
  readonly stopping: () => boolean;
  readonly now?: () => number;
}

interface Slice {
  readonly records: readonly StreamRecord[];
  readonly retries: number;
  readonly error?: unknown;
}

/**
 * Runs one batch of a shard to its end, in order, by Lambda's rules: what failed is run again from
 * the lowest failed record on, a function error halves the batch when bisecting is on (which costs
 * no retry), and records beyond the retry policy are discarded.
 */
export const processBatch = async (batch: readonly StreamRecord[], options: BatchOptions): Promise<void> => {
  const { discard, checkpoint, backOff, stopping } = options;
  const work: Slice[] = [{ records: batch, retries: 0 }];
  const discardSlice = (slice: Slice, condition: DiscardReason) => {
    discard({ records: slice.records, condition, invocations: slice.retries, error: slice.error });
    checkpoint(last(slice.records));
  };

  for (let slice = work.shift(); slice; slice = work.shift()) {
    const { expired, fresh } = byAge(slice.records, options);
    if (expired.length > 0) discardSlice({ ...slice, records: expired }, 'RecordAgeExceeded');
    if (fresh.length === 0) continue;
    const failed = await attempt({ ...slice, records: fresh }, options);
    const done = fresh.length - (failed?.records.length ?? 0);
    if (done > 0) checkpoint(fresh[done - 1] ?? last(fresh));
    if (!failed) continue;
    if (stopping()) return;
    const next = retry(failed, slice.retries, options.policy);
    if (next === 'discard') discardSlice(failed, 'RetryAttemptsExhausted');
    else {
      work.unshift(...next);
      await backOff(failed.retries);
      if (stopping()) return;
    }
  }
};

/**
 * Runs a slice; returns what must run again, with the retries used by then, or undefined when all
 * succeeded.
 */
const attempt = async ({ records, retries }: Slice, { invoke, policy }: BatchOptions): Promise<Slice | undefined> => {
  try {
    const result = await invoke(records);
    const from = policy.reportsItemFailures ? lowestFailure(records, result) : undefined;
    if (from === undefined) return undefined;
    return { records: records.slice(from), retries: from === 0 ? retries + 1 : 1 };
  } catch (error) {
    return { records, retries: retries + 1, error };
  }
};

const retry = (failed: Slice, retriesBefore: number, { bisect, maximumRetryAttempts }: RetryPolicy): readonly Slice[] | 'discard' => {
  const { records, error } = failed;
  if (bisect && error !== undefined && records.length > 1) {
    const middle = Math.ceil(records.length / 2);
    return [records.slice(0, middle), records.slice(middle)].map((half) => ({ records: half, retries: retriesBefore }));
  }
  return maximumRetryAttempts >= 0 && failed.retries > maximumRetryAttempts ? 'discard' : [failed];
};

/**
 * The index of the first failed record; 0, the whole batch, when the answer names none that exists
 * (Lambda developer guide, "Partial batch response").
 */
const lowestFailure = (records: readonly StreamRecord[], result: unknown): number | undefined => {
  const failures = (result as { readonly batchItemFailures?: unknown } | null)?.batchItemFailures;
  if (!Array.isArray(failures) || failures.length === 0) return undefined;
  const positions = failures.map((failure) => {
    const id = (failure as { readonly itemIdentifier?: unknown } | null)?.itemIdentifier;
    return records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === id);
  });
  return Math.max(0, Math.min(...positions));
};

const byAge = (records: readonly StreamRecord[], { policy: { maximumRecordAgeSeconds }, now = Date.now }: BatchOptions) => {
  const oldest = maximumRecordAgeSeconds < 0 ? 0 : now() / 1000 - maximumRecordAgeSeconds;
  const first = records.findIndex(({ dynamodb }) => dynamodb.ApproximateCreationDateTime >= oldest);
  const split = first < 0 ? records.length : first;
  return { expired: records.slice(0, split), fresh: records.slice(split) };
};

const last = (records: readonly StreamRecord[]): StreamRecord => {
  const record = records.at(-1);
  if (!record) throw new Error('A batch cannot be empty');
  return record;
};
