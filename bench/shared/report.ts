import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { brokenBounds, type Figures, readBounds } from './bounds.ts';
import type { BenchOptions } from './options.ts';

const RESULTS = new URL('../results/', import.meta.url);

/** The result of a benchmark. */
interface Report extends Figures {
  /** The tables as they were printed. */
  readonly rows: unknown;
}

/**
 * Writes the result of a run to `bench/results/`, as JSON, and compares it with the bounds: one
 * that is broken is named, and the process will end with 1.
 */
export const report = (bench: string, { rows, ...figures }: Report, { quick, against }: BenchOptions): void => {
  mkdirSync(RESULTS, { recursive: true });
  const result = { bench, quick, against, at: new Date().toISOString(), machine: machine(), ...figures, rows };
  const file = `${bench}${quick ? '.quick' : ''}.json`;
  writeFileSync(new URL(file, RESULTS), `${JSON.stringify(result, undefined, 2)}\n`);
  // Beside another checkout, ratios are to that one.
  const broken = brokenBounds(bench, figures, readBounds(), !quick && against === undefined);
  for (const line of broken) console.error(`bound broken: ${line} (bench/results/${file})`);
  if (broken.length > 0) process.exitCode = 1;
};

const machine = () => ({
  cpu: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  system: `${process.platform} ${process.arch} ${release()}`,
  node: process.version,
});
