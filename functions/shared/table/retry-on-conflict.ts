import { LEAST_CALL_MS, mayBegin, pause } from '../base/deadline.ts';
import { contention } from './transaction.ts';

/** Thrown when what a decision was taken on has changed by the time it is written: reading and deciding again mends it. */
export class StaleReadError extends Error {}

const ATTEMPTS = 6;
const PAUSE_MS = 20;
// Each attempt may itself have waited for a contended item.
const BUDGET_MS = 3000;
// It reads and commits.
const LEAST_MS = 2 * LEAST_CALL_MS;

/** Runs a decision until it is written, a few times, for three seconds at most and while there is time; then refuses it as `contention` (503). */
export const retryOnConflict = async <T>(attempt: () => Promise<T>, clock: () => number = Date.now): Promise<T> => {
  const end = clock() + BUDGET_MS;
  for (let count = 1; ; count += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof StaleReadError)) throw error;
      // What an index shows follows the table a moment later.
      const ms = Math.random() * PAUSE_MS * 2 ** count;
      if (count === ATTEMPTS || clock() + ms > end || !mayBegin(LEAST_MS, ms)) throw contention();
      await pause(ms);
    }
  }
};
