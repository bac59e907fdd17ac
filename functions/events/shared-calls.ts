import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { requireTime } from '../shared/base/deadline.ts';
import type { PutEvents } from './directed.ts';

// EventBridge quotas: 10 entries and 1 MB a request; half of it leaves room for what is counted besides the detail.
const MOST_ENTRIES = 10;
const MOST_BYTES = 500_000;
// At 30 ms a call these are some 330 requests a second; EventBridge quotas: 400 to 10,000, by Region.
const MOST_CALLS = 10;
// A call that is cut off may have been taken: its entries are then published again.
const LEAST_CALL_MS = 1000;

/**
 * Puts one entry on the bus; of those that wait, entries with the lowest position go first. Answers the code that the bus refused it
 * with, or `undefined` when the bus took it.
 */
export type PutEntry = (entry: PutEventsRequestEntry, position: number) => Promise<string | undefined>;

interface Waiting {
  readonly entry: PutEventsRequestEntry;
  readonly position: number;
  readonly answer: PromiseWithResolvers<string | undefined>;
}

/**
 * Shares `PutEvents` calls between all who put an entry at the same time, ten entries a call and ten calls at once at most. Who
 * waits for each answer before the next entry never has two entries in one call. When a call fails as a whole, or the time is too
 * short to begin one, no other is begun: all entries that wait, and all later ones, reject with that error.
 */
export const sharedCalls = (putEvents: PutEvents): PutEntry => {
  const waiting: Waiting[] = [];
  let underWay = 0;
  let isScheduled = false;
  let failure: { readonly cause: unknown } | undefined;

  const call = async (taken: readonly Waiting[]): Promise<void> => {
    underWay += 1;
    try {
      requireTime(LEAST_CALL_MS);
      const results = await putEvents(taken.map(({ entry }) => entry));
      for (const [index, { answer }] of taken.entries()) answer.resolve(results[index] ? results[index].ErrorCode : 'InternalFailure');
    } catch (cause) {
      failure ??= { cause };
      for (const { answer } of [...taken, ...waiting.splice(0)]) answer.reject(cause);
    }
    underWay -= 1;
    schedule();
  };
  const begin = (): void => {
    isScheduled = false;
    waiting.sort((one, other) => one.position - other.position);
    while (underWay < MOST_CALLS && waiting.length > 0) void call(waiting.splice(0, fitting(waiting)));
  };
  // In a later turn: by then everybody whom the last call answered has handed over the next entry.
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

/** How many of the first entries fit into one call, one at least. */
const fitting = (waiting: readonly Waiting[]): number => {
  let bytes = 0;
  const tooMany = waiting.slice(0, MOST_ENTRIES).findIndex(({ entry }, index) => {
    bytes += Buffer.byteLength(entry.Detail ?? '');
    return index > 0 && bytes > MOST_BYTES;
  });
  return tooMany < 0 ? MOST_ENTRIES : tooMany;
};
