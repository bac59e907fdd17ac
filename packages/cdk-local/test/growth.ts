const REPEATS = 10;
// What takes longer than that once is no matter of chance.
const LONG_MS = 1000;

/** How much longer a synchronous run takes on an input of `factor` times the size: the shortest time of ten runs each is compared, so that a busy machine counts little. */
export const growth = (size: number, factor: number, run: (size: number) => void): number => {
  const best = { small: Number.POSITIVE_INFINITY, large: Number.POSITIVE_INFINITY };
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    best.small = Math.min(
      best.small,
      timeOf(() => run(size)),
    );
    best.large = Math.min(
      best.large,
      timeOf(() => run(size * factor)),
    );
    if (best.large > LONG_MS) break;
  }
  return best.large / best.small;
};

const timeOf = (run: () => void): number => {
  const began = performance.now();
  run();
  return performance.now() - began;
};
