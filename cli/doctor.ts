/**
 * Checks a deployed installation from outside and prints a table, with the AWS credentials of the
 * operator.
 */

import document from '../docs/openapi.json' with { type: 'json' };
import type { Given } from './command/declaration.ts';
import type { doctor } from './doctor/declaration.ts';
import { examine } from './doctor/examine.ts';
import { type DoctorOptions, readOptions } from './doctor/options.ts';
import { type Row, runChecks } from './doctor/run.ts';
import { formatTable, summarize } from './doctor/table.ts';
import { printableJson } from './shared/printable.ts';

// As many as AWS and a small installation take without throttling.
const WIDTH = 6;
const LIMIT_MS = 30_000;

const main = async (options: DoctorOptions): Promise<void> => {
  const checks = await examine(options, document, new Date());
  const rows = await runChecks(checks, { width: WIDTH, limit: LIMIT_MS, onDone: createProgress(checks.length) });
  console.log(options.json ? printableJson(rows) : formatRows(rows));
  if (rows.some(({ result }) => result === 'fail')) process.exitCode = 1;
};

const formatRows = (rows: readonly Row[]): string => {
  const { isTTY, columns } = process.stdout;
  return `${formatTable(rows, isTTY ? columns : 160, isTTY === true && !process.env.NO_COLOR)}\n\n${summarize(rows)}`;
};

/** Shows a progress line on a terminal; it is redrawn in place and removed at the end. */
const createProgress = (total: number): ((row: Row) => void) => {
  const { stderr } = process;
  let done = 0;
  return ({ check }) => {
    done += 1;
    if (stderr.isTTY) stderr.write(done === total ? '\r\u001b[K' : `\r\u001b[K${done}/${total} ${check}`);
  };
};

/** Runs `tenantry doctor`. */
export const run = async (given: Given<typeof doctor.options>): Promise<void> => {
  // Loaded when it is needed: to look takes nothing that deploys.
  if (given.values['first-hour']) await (await import('./first-hour/main.ts')).firstHour(given);
  else await main(readOptions(given, process.env));
};
