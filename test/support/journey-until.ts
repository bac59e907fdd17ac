import { setTimeout as delay } from 'node:timers/promises';

const DEADLINE_MS = 10_000;
const PAUSE_MS = 5;

/**
 * Resolves when `happened` holds, looking every few milliseconds; rejects, naming `what`, after ten
 * seconds.
 */
export const until = async (what: string, happened: () => boolean): Promise<void> => {
  const deadline = performance.now() + DEADLINE_MS;
  while (!happened()) {
    if (performance.now() > deadline) throw new Error(`Waited in vain for ${what}`);
    await delay(PAUSE_MS);
  }
};
