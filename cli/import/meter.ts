import { openEstimate } from './estimate.ts';
import { perSecond } from './figures.ts';
import type { View } from './progress-line.ts';
import { openTally, type Tally, totalOf } from './tally.ts';

/** Measures an import while it runs. */
export interface Meter {
  readonly tally: Tally;
  /** Records that one more row is read, up to this byte; `isDone` by an earlier run. */
  read(end: number, isDone?: boolean): void;
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
  let [rows, end, skipped, stopping] = [0, 0, 0, false];
  const seconds = (): number => (performance.now() - started) / 1000;
  return {
    tally,
    read: (at, isDone = false) => {
      rows += 1;
      if (isDone) skipped += at - end;
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
      const [worked, sent] = [totalOf(counts) - counts.doneBefore, rows - counts.doneBefore];
      // What an earlier run has done says nothing about the speed of this one.
      const workedBytes = sent <= 0 ? 0 : ((end - skipped) * worked) / sent;
      const secondsLeft = estimate(seconds(), workedBytes, totalBytes === undefined ? undefined : totalBytes - skipped);
      return { counts, bytes, totalBytes, rowsPerSecond: perSecond(worked, seconds()), secondsLeft, stopping };
    },
  };
};
