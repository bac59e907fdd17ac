import { MIN_CALL_MS, mayBegin, pause } from '../base/deadline.ts';
import { contention } from './transaction.ts';

/**
 * Thrown when the state that a decision was based on has changed before the write; reading and
 * deciding again fixes it.
 */
export class StaleReadError extends Error {}

const ATTEMPTS = 6;
const PAUSE_MS = 20;
// Each attempt may itself have waited for a contended item.
const BUDGET_MS = 3000;
// An attempt reads and commits.
const MIN_MS = 2 * MIN_CALL_MS;

/**
 * Runs an attempt until it is written: a few times, for at most three seconds and while there is
 * time. Then it refuses as `contention` (503).
 */
export const retryOnConflict = async <T>(attempt: () => Promise<T>, clock: () => number = Date.now): Promise<T> => {
  const end = clock() + BUDGET_MS;
  for (let count = 1; ; count += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof StaleReadError)) throw error;
      // An index is eventually consistent.
      const ms = Math.random() * PAUSE_MS * 2 ** count;
      if (count === ATTEMPTS || clock() + ms > end || !mayBegin(MIN_MS, ms)) throw contention();
      await pause(ms);
    }
  }
};
