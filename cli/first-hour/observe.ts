import { setTimeout as delay } from 'node:timers/promises';
import { putEvent } from './rules.ts';
import type { Site } from './site.ts';

// Longer than changes are assumed to take, so that one that takes longer is seen.
const LONGER = 1.5;
const QUIET_LOOKS = 10;

/** Events that were put after a change, each by the milliseconds since then. */
export interface Observed<T> {
  readonly put: readonly number[];
  readonly arrived: readonly T[];
}

/**
 * Puts events of the source `name` for longer than a change should take, and gives what `arrivals`
 * says of them, until nothing more comes.
 */
export const observe = async <T>(
  site: Site,
  name: string,
  arrivals: () => Promise<readonly T[]>,
  signal: AbortSignal,
): Promise<Observed<T>> => {
  const begun = performance.now();
  const put: number[] = [];
  const arrived: T[] = [];
  const look = async (): Promise<boolean> => {
    await delay(site.pauseMs, undefined, { signal });
    const some = await arrivals();
    arrived.push(...some);
    return some.length > 0;
  };
  for (let at = 0; at < site.settlingMs * LONGER; at = performance.now() - begun) {
    put.push(at);
    await putEvent(site, name, { at });
    await look();
  }
  for (let quiet = 0; quiet < QUIET_LOOKS; ) quiet = (await look()) ? 0 : quiet + 1;
  return { put, arrived };
};

/** Returns the last of some moments in words; `never` when there are none. */
export const formatLast = (moments: readonly number[]): string =>
  moments.length === 0 ? 'never' : `${(Math.max(...moments) / 1000).toFixed(1)} s after it`;

/** Reads the `at` of an event from its payload, or from the event around it. */
export const readMoment = (body: string): number => {
  const { at, detail } = JSON.parse(body) as { readonly at?: number; readonly detail?: { readonly payload?: { readonly at?: number } } };
  return Number(at ?? detail?.payload?.at);
};
