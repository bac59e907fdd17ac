/** The time as the throttle sees and spends it, in milliseconds. */
export interface Clock {
  now(): number;
  sleep(ms: number): Promise<void>;
}

/**
 * Creates a throttle of so many events a second: it resolves when the next ones may be sent. Time
 * that was not used is not made up for, so that no burst follows a slow read.
 */
export const createThrottle = (rate: number, { now, sleep }: Clock): ((events: number) => Promise<void>) => {
  let next = now();
  return async (events) => {
    const wait = next - now();
    if (wait > 0) await sleep(wait);
    next = Math.max(next, now()) + (events * 1000) / rate;
  };
};
