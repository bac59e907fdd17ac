import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { requireTime } from '../shared/base/deadline.ts';
import type { PutEvents } from './directed.ts';

// EventBridge quotas: 10 entries and 1 MB a request; half of it leaves space for what is counted
// besides the detail.
const MAX_ENTRIES = 10;
const MAX_BYTES = 500_000;
// At 30 ms a call these are some 330 requests a second; EventBridge quotas: 400 to 10,000, by
// Region.
const MAX_CALLS = 10;
// A call that is cut off may have succeeded: its entries are then published again.
const MIN_CALL_MS = 1000;

/**
 * Puts one entry on the bus; waiting entries with the lowest position go first. Returns the code of
 * a refusal, or `undefined` when the bus accepted the entry.
 */
export type PutEntry = (entry: PutEventsRequestEntry, position: number) => Promise<string | undefined>;

interface Waiting {
  readonly entry: PutEventsRequestEntry;
  readonly position: number;
  readonly answer: PromiseWithResolvers<string | undefined>;
}

/**
 * Shares `PutEvents` calls between concurrent callers, at most ten entries a call and ten calls at
 * once. A caller that waits for each answer never has two entries in one call. When a call fails as
 * a whole, or the time is too short to begin one, no other begins. All waiting and later entries
 * then reject with that error.
 */
export const sharedCalls = (putEvents: PutEvents): PutEntry => {
  const waiting: Waiting[] = [];
  let running = 0;
  let isScheduled = false;
  let failure: { readonly cause: unknown } | undefined;

  const call = async (batch: readonly Waiting[]): Promise<void> => {
    running += 1;
    try {
      requireTime(MIN_CALL_MS);
      const results = await putEvents(batch.map(({ entry }) => entry));
      for (const [index, { answer }] of batch.entries()) answer.resolve(results[index] ? results[index].ErrorCode : 'InternalFailure');
    } catch (cause) {
      failure ??= { cause };
      for (const { answer } of [...batch, ...waiting.splice(0)]) answer.reject(cause);
    }
    running -= 1;
    schedule();
  };
  const begin = (): void => {
    isScheduled = false;
    waiting.sort((one, other) => one.position - other.position);
    while (running < MAX_CALLS && waiting.length > 0) void call(waiting.splice(0, countFitting(waiting)));
  };
  // In a later turn, every caller that the last call answered has added its next entry.
  const schedule = (): void => {
    if (!isScheduled) setImmediate(begin);
    isScheduled = true;
  };

  return async (entry, position) => {
    if (failure) throw failure.cause;
    const answer = Promise.withResolvers<string | undefined>();
    waiting.push({ entry, position, answer });
    schedule();
    return answer.promise;
  };
};

/** Returns how many of the first entries fit into one call, at least one. */
const countFitting = (waiting: readonly Waiting[]): number => {
  let bytes = 0;
  const tooMany = waiting.slice(0, MAX_ENTRIES).findIndex(({ entry }, index) => {
    bytes += Buffer.byteLength(entry.Detail ?? '');
    return index > 0 && bytes > MAX_BYTES;
  });
  return tooMany < 0 ? MAX_ENTRIES : tooMany;
};
