import type { Given } from '../command/declaration.ts';
import type { doctor } from '../doctor/declaration.ts';
import { formatTable, summarize } from '../doctor/table.ts';
import { runFirstHour } from './first-hour.ts';
import { openAccount } from './open-account.ts';
import { type FirstHourOptions, readOptions } from './options.ts';
import { formatPlan } from './plan.ts';
import { exitCodeOf, type ProbeResult } from './probe.ts';
import { createProbes } from './probes.ts';
import { SETTLING_MS, type Site } from './site.ts';

const LIMIT_MS = 20 * 60_000;
const HEADINGS = ['question', 'result', 'AWS answered', 'Tenantry assumes'] as const;
const RESULTS = { 'as assumed': 'ok', differs: 'fail', 'not asked': 'skipped' } as const;

/**
 * Runs `doctor --first-hour` and sets the exit code.
 * @throws {UsageError} when the options are wrong, or the stage is there
 */
export const firstHour = async (given: Given<typeof doctor.options>): Promise<void> => {
  const options = readOptions(given);
  if (!options.yes && !options.clean) return console.log(formatPlan(options, createProbes({ settlingMs: SETTLING_MS } as Site)));
  const stop = new AbortController();
  const interrupt = (): void => {
    console.error('Interrupted: what was made is being removed. Please wait.');
    stop.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
  if (options.clean) await clean(options);
  else await ask(options, stop.signal);
};

const clean = async (options: FirstHourOptions): Promise<void> => {
  const { probes, product } = openAccount(options);
  try {
    await probes.remove();
  } finally {
    await product.remove();
  }
  console.log(`Nothing is left of the stacks of the stage ${options.stage}.`);
};

const ask = async (options: FirstHourOptions, signal: AbortSignal): Promise<void> => {
  const tell = (line: string) => console.error(line);
  const { asked, left } = await runFirstHour(openAccount(options), { createProbes, limit: LIMIT_MS, signal, tell });
  console.log(options.json ? JSON.stringify(asked, null, 2) : formatResults(asked));
  process.exitCode = exitCodeOf(asked) || (left.length > 0 ? 2 : 0);
};

/** Formats what was seen and what is assumed as a table like the doctor's. */
export const formatResults = (asked: readonly ProbeResult[], columns = process.stdout.columns ?? 160): string => {
  const rows = asked.map(({ name, outcome, seen, assumed, source }) => ({
    ...{ check: name, result: RESULTS[outcome], seen, todo: `${assumed} (${source})` },
  }));
  return `${formatTable(rows, columns, process.stdout.isTTY === true && !process.env.NO_COLOR, HEADINGS)}\n\n${summarize(rows)}`;
};
