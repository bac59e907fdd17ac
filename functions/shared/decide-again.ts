import { setTimeout as delay } from 'node:timers/promises';
import { contention } from './transaction.ts';

/** Thrown when what a decision was taken on has changed by the time it is written: reading and deciding again mends it. */
export class DecideAgain extends Error {}

const ATTEMPTS = 6;
const PAUSE_MS = 20;

/** Runs a decision until it is written, a few times at most; then refuses it as `contention` (503). */
export const decide = async <T>(attempt: () => Promise<T>): Promise<T> => {
  for (let count = 1; count <= ATTEMPTS; count += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof DecideAgain)) throw error;
      // What an index shows follows the table a moment later.
      await delay(Math.random() * PAUSE_MS * 2 ** count);
    }
  }
  throw contention();
};
