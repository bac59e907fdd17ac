import { setTimeout as delay } from 'node:timers/promises';

const FIRST_MS = 250;
const LONGEST_MS = 20_000;
const LONGEST_ASKED_MS = 3_600_000;

/**
 * Milliseconds before the next attempt: exponential with full jitter, on top of what `Retry-After`
 * asks for.
 */
export const drawBackoff = (attempts: number, retryAfterMs = 0, random: () => number = Math.random): number =>
  // On top, so that the batches that were turned away together do not come back together.
  Math.min(retryAfterMs, LONGEST_ASKED_MS) + random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempts - 1));

/** Creates the pause between attempts; it rejects when the import is stopped. */
export const createPause =
  (stopped: AbortSignal) =>
  (attempts: number, retryAfterMs: number | undefined): Promise<void> =>
    delay(drawBackoff(attempts, retryAfterMs), undefined, { signal: stopped });
