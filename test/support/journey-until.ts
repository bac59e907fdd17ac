import { setImmediate as turn } from 'node:timers/promises';

const DEADLINE_MS = 10_000;

/** Resolves when `happened` holds, looking at every turn of the event loop; rejects, naming `what`, after ten seconds. */
export const until = async (what: string, happened: () => boolean): Promise<void> => {
  const deadline = performance.now() + DEADLINE_MS;
  while (!happened()) {
    if (performance.now() > deadline) throw new Error(`Waited in vain for ${what}`);
    await turn();
  }
};
