import { openEstimate } from './estimate.ts';
import { perSecond } from './figures.ts';
import type { View } from './progress-line.ts';
import { openTally, type Tally, totalOf } from './tally.ts';

/** Measures an import while it runs. */
export interface Meter {
  readonly tally: Tally;
  /** Records that one more row is read, up to this byte of the file. */
  read(end: number): void;
  /** Records that the import only finishes what it has begun. */
  stopping(): void;
  seconds(): number;
  /** Returns the progress; the estimate needs to be read now and then. */
  view(): View;
}

/** Starts measuring. */
export const openMeter = (totalBytes: number | undefined): Meter => {
  const tally = openTally();
  const estimate = openEstimate();
  const started = performance.now();
  let [rows, end, stopping] = [0, 0, false];
  const seconds = (): number => (performance.now() - started) / 1000;
  return {
    tally,
    read: (at) => {
      rows += 1;
      end = at;
    },
    stopping: () => {
      stopping = true;
    },
    seconds,
    view: () => {
      const counts = tally.counts();
      // Of what is read the rows under way are not done: small files would stand at 100% from the
      // start.
      const bytes = rows === 0 ? 0 : Math.round((end * totalOf(counts)) / rows);
      const rowsPerSecond = perSecond(totalOf(counts) - counts.doneBefore, seconds());
      return { counts, bytes, totalBytes, rowsPerSecond, secondsLeft: estimate(seconds(), bytes, totalBytes), stopping };
    },
  };
};
