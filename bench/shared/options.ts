import { parseArgs } from 'node:util';

/** The options of a run, which the runner hands on to each benchmark. */
export interface BenchOptions {
  /** Runs a tiny size, and holds the run to no ratio of times. */
  readonly quick: boolean;
  /** Another checkout with its packages, whose build is measured beside this one. */
  readonly against: string | undefined;
  /** The sizes and other numbers that follow the options. */
  readonly numbers: readonly number[];
  /** Writes what was counted to where the bounds, or a page, say it, and compares then. */
  readonly record: boolean;
}

export const OPTIONS = {
  quick: { type: 'boolean', default: false },
  against: { type: 'string' },
  record: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** Reads the options of one benchmark from its command line. */
export const benchOptions = (): BenchOptions => {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
  return { quick: values.quick, against: values.against, numbers: positionals.map(Number), record: values.record };
};
