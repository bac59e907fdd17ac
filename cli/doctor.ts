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
import { formatReport } from './doctor/summary.ts';
import { printableJson } from './shared/printable.ts';
import { withStatus } from './shared/status.ts';

// As many as AWS and a small installation take without throttling.
const WIDTH = 6;
const LIMIT_MS = 30_000;

const main = async (options: DoctorOptions): Promise<void> => {
  const checks = await examine(options, document, new Date());
  const rows = await withStatus('Checking', (say) => {
    let done = 0;
    const onDone = ({ check }: Row): void => {
      done += 1;
      say(`${done}/${checks.length} ${check}`);
    };
    return runChecks(checks, { width: WIDTH, limit: LIMIT_MS, onDone });
  });
  console.log(options.json ? printableJson(rows) : formatRows(rows));
  if (rows.some(({ result }) => result === 'fail')) process.exitCode = 1;
};

const formatRows = (rows: readonly Row[]): string => {
  const { isTTY, columns } = process.stdout;
  return formatReport(rows, isTTY ? columns : 160, isTTY === true && !process.env.NO_COLOR);
};

/** Runs `tenantry doctor`. */
export const run = async (given: Given<typeof doctor.options>): Promise<void> => {
  // Loaded when it is needed: to look takes nothing that deploys.
  if (given.values['first-hour']) await (await import('./first-hour/main.ts')).firstHour(given);
  else await main(readOptions(given, process.env));
};
