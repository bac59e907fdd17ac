import { setTimeout as delay } from 'node:timers/promises';
import { contention } from './transaction.ts';

/** Thrown when what a decision was taken on has changed by the time it is written: reading and deciding again mends it. */
export class DecideAgain extends Error {}

const ATTEMPTS = 6;
const PAUSE_MS = 20;
// Each attempt may itself have waited for a contended item: the last one must still end within the function's ten seconds.
const BUDGET_MS = 3000;

/** Runs a decision until it is written, a few times and for three seconds at most; then refuses it as `contention` (503). */
export const decide = async <T>(attempt: () => Promise<T>, clock: () => number = Date.now): Promise<T> => {
  const end = clock() + BUDGET_MS;
  for (let count = 1; ; count += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof DecideAgain)) throw error;
      // What an index shows follows the table a moment later.
      const pause = Math.random() * PAUSE_MS * 2 ** count;
      if (count === ATTEMPTS || clock() + pause > end) throw contention();
      await delay(pause);
    }
  }
};
