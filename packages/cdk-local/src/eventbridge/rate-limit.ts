/** Hands out slots at an even rate: `reserve` returns the real milliseconds to wait for one. */
export type RateLimit = { reserve(ratePerSecond: number): number };

/** Creates the rate limit of one API destination; `scaled` turns nominal into real milliseconds. */
export const rateLimit = (scaled: (nominalMs: number) => number): RateLimit => {
  let nextFree = 0;
  return {
    reserve(ratePerSecond) {
      const now = performance.now();
      const slot = Math.max(now, nextFree);
      nextFree = slot + scaled(1000 / ratePerSecond);
      return slot - now;
    },
  };
};
