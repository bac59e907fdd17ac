// The least of a few: what else the process does at times, such as collecting garbage, counts
// little.
const REPEATS = 4;
// CPU time is counted in steps of some milliseconds.
const LEAST_MS = 40;

/**
 * Returns how much longer a synchronous run takes on an input of `factor` times the size, in CPU
 * time of this thread: a busy machine hardly changes it.
 */
export const growth = (size: number, factor: number, run: (size: number) => void): number => {
  const least = (of: number): number => Math.min(...Array.from({ length: REPEATS }, () => cpuTimeOf(() => run(of))));
  return least(size * factor) / least(size);
};

/** Returns the CPU time of one run in milliseconds, the mean of as many as can be measured. */
const cpuTimeOf = (run: () => void): number => {
  const before = process.threadCpuUsage();
  for (let runs = 1; ; runs += 1) {
    run();
    const { user, system } = process.threadCpuUsage(before);
    const ms = (user + system) / 1000;
    if (ms >= LEAST_MS) return ms / runs;
  }
};
