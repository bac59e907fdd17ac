import type { Given } from './command/declaration.ts';
import type { importOrganizations } from './import/declaration.ts';
import { ImportHalted } from './import/import-halted.ts';
import { suggest } from './import/mapping/suggest.ts';
import { type ImportOptions, readOptions } from './import/options.ts';
import { openProgress, type Progress } from './import/progress.ts';
import { closeImport, type Import, openImport, runImport } from './import/run.ts';
import { formatSummary } from './import/summary.ts';
import { locate } from './shared/deployed.ts';
import { onInterrupt } from './shared/interrupt.ts';
import { printable, printableLines } from './shared/printable.ts';
import { TokenCommandError } from './shared/token-command.ts';
import { UsageError } from './shared/usage-error.ts';

const INTERRUPTED = 130;

const importFile = async (options: ImportOptions): Promise<number> => {
  const opened = await openImport(options);
  for (const note of opened.rows.notes) process.stderr.write(`${printable(note)}\n`);
  const progress = openProgress(process.stderr, opened.meter.view);
  const stop = new AbortController();
  const unlisten = stopOnInterrupt(opened, progress, stop);
  const halted = await runImport(opened, stop)
    .then(() => undefined, reasonOf)
    .finally(() => {
      unlisten();
      progress.close();
      closeImport(opened);
    });
  return printReport(opened, halted);
};

const stopOnInterrupt = ({ meter }: Import, progress: Progress, stop: AbortController): (() => void) =>
  onInterrupt(
    () => {
      meter.stopping();
      progress.note('Waiting for what is in flight. Ctrl-C again does not wait.');
      stop.abort();
    },
    () => {
      progress.close();
      process.exit(INTERRUPTED);
    },
  );

const EXPECTED = [ImportHalted, TokenCommandError, UsageError];

/** Returns why an import halted. @throws any other error: it is a defect */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) throw error;
  const isExpected = EXPECTED.some((kind) => error instanceof kind) || 'syscall' in error;
  if (isExpected) return error.message;
  throw error;
};

const printReport = ({ options, meter, rows, refused }: Import, halted: string | undefined): number => {
  const { counts, view } = { counts: meter.tally.counts(), view: meter.view() };
  process.stdout.write(
    formatSummary({ ...options, refused: refused.path(), trimmed: rows.trimmed(), tally: meter.tally, seconds: meter.seconds() }),
  );
  if (halted) process.stderr.write(`The import stopped. ${printable(halted)}\n`);
  if (halted || view.stopping) process.stderr.write('Run the same command to resume.\n');
  if (view.stopping) return INTERRUPTED;
  return halted || counts.refused + counts.failed > 0 ? 1 : 0;
};

/** Runs `tenantry import`. */
export const run = async (given: Given<typeof importOrganizations.options>): Promise<void> => {
  try {
    const options = await locate(readOptions(given, process.env));
    if (options.suggest === undefined) process.exitCode = await importFile(options);
    else process.stdout.write(printableLines(await suggest(options, options.suggest)));
  } catch (error) {
    // It may quote the file.
    throw error instanceof UsageError ? new UsageError(printableLines(error.message)) : error;
  }
};
