import type { Given } from './command/declaration.ts';
import type { exportEntities } from './export/declaration.ts';
import { ExportHalted } from './export/export-halted.ts';
import { type ExportOptions, readOptions } from './export/options.ts';
import { openOutput } from './export/output.ts';
import { openProgress } from './export/progress.ts';
import { runExport, tokensFor } from './export/run.ts';
import { onSignals } from './export/signals.ts';
import { locate } from './shared/deployed.ts';
import { TokenCommandError } from './shared/token-command.ts';

const exportList = async (options: ExportOptions): Promise<number> => {
  const { subject, out } = options;
  const tokens = tokensFor(options);
  const output = await openOutput(out);
  const progress = openProgress(process.stderr, subject);
  const stop = new AbortController();
  let interrupted: number | undefined;
  const interrupt = (code: number): void => {
    interrupted ??= code;
    stop.abort();
  };
  const unlisten = onSignals(interrupt, (code) => {
    output.discard();
    process.exit(code);
  });
  const halted = await runExport(options, { tokens, output, onRow: progress.add }, stop)
    .then(output.keep)
    .then(
      () => undefined,
      (error: unknown) => (interrupted === undefined ? reasonOf(error) : 'It was interrupted.'),
    )
    .finally(output.close);
  unlisten();
  const done = progress.close();
  if (halted === undefined) {
    if (out !== undefined) process.stdout.write(`${out}: ${done}\n`);
    else if (process.stderr.isTTY) progress.note(done);
    return 0;
  }
  progress.note(`The export stopped. ${halted}`);
  return interrupted ?? 1;
};

/** Returns why an export halted. @throws any other error: it is a defect */
const reasonOf = (error: unknown): string => {
  const isExpected = error instanceof ExportHalted || error instanceof TokenCommandError || (error instanceof Error && 'syscall' in error);
  if (isExpected) return error.message;
  throw error;
};

/** Runs `tenantry export`. */
export const run = async (given: Given<typeof exportEntities.options>): Promise<void> => {
  process.exitCode = await exportList(await locate(readOptions(given, process.env)));
};
