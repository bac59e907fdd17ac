/** Gives out places at an even pace: `reserve` answers the real milliseconds to wait for one. */
export type RateLimit = { reserve(ratePerSecond: number): number };

/** Creates the pace of one API destination; `scaled` turns nominal into real milliseconds. */
export const rateLimit = (scaled: (nominalMs: number) => number): RateLimit => {
  let nextFree = 0;
  return {
    reserve(ratePerSecond) {
      const now = performance.now();
      const place = Math.max(now, nextFree);
      nextFree = place + scaled(1000 / ratePerSecond);
      return place - now;
    },
  };
};
