import type { PlannedMutant } from './plan.ts';
import type { Mutant } from './report.ts';

interface Measured {
  readonly ms: number;
  readonly reached: Readonly<Record<string, number>>;
}

const HITS = { least: 1_000, times: 100 };
const TIME = { leastMs: 10_000, times: 10 };

/** Returns the milliseconds after which a test file hangs that takes `ms` without a mutant. */
export const limitMs = (ms: number): number => TIME.leastMs + TIME.times * ms;

/** Assigns to each mutant those of the tests of its file that reach it, the fastest first. */
export const planMutants = (
  mutants: readonly Mutant[],
  testsOf: (file: string) => readonly string[],
  measured: ReadonlyMap<string, Measured>,
): readonly PlannedMutant[] =>
  mutants.map(({ id, file }) => {
    const hitsOf = (test: string): number => measured.get(test)?.reached[id] ?? 0;
    const msOf = (test: string): number => measured.get(test)?.ms ?? 0;
    const tests = testsOf(file).filter((test) => hitsOf(test) > 0);
    const hits = Math.max(0, ...tests.map(hitsOf));
    return { id, tests: tests.toSorted((one, other) => msOf(one) - msOf(other)), hitLimit: HITS.least + HITS.times * hits };
  });
