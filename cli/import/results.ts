import { appendFileSync, closeSync, createReadStream, fstatSync, ftruncateSync, openSync } from 'node:fs';
import { linesOf } from '../shared/lines.ts';
import { UsageError } from '../shared/usage-error.ts';
import { type DoneKeys, doneKeys } from './done-keys.ts';
import { DONE, type ResultLine } from './result-line.ts';

/** The file that keeps the outcome of each row. */
export interface Results {
  /** Checks whether an earlier run created the row. */
  isDone(key: string): boolean;
  append(lines: readonly ResultLine[]): void;
  close(): void;
}

/** Keeps nothing. */
export const noResults: Results = { isDone: () => false, append: () => {}, close: () => {} };

/**
 * Opens a result file to go on with. What a dry run writes is marked, and a dry run takes no row
 * for done.
 * @throws {UsageError} when it is another kind of file, which is left as it is.
 */
export const openResults = async (path: string, dryRun: boolean): Promise<Results> => {
  const done = doneKeys();
  const bytes = await readResults(path, done);
  const file = open(path);
  // What follows the last whole line was being written when an earlier run was killed.
  if (fstatSync(file).size > bytes) ftruncateSync(file, bytes);
  return {
    isDone: (key) => !dryRun && done.has(key),
    append: (lines) => appendFileSync(file, lines.map((line) => `${JSON.stringify(dryRun ? { ...line, dryRun } : line)}\n`).join('')),
    close: () => closeSync(file),
  };
};

const open = (path: string): number => {
  try {
    return openSync(path, 'a');
  } catch (error) {
    throw new UsageError(`The result file cannot be written: ${(error as Error).message}.`);
  }
};

const MAX_LINE_BYTES = 1_048_576;
const START = '{"line":';

const readResults = async (path: string, done: DoneKeys): Promise<number> => {
  let bytes = 0;
  try {
    for await (const { number, text, end, ended } of linesOf(createReadStream(path), MAX_LINE_BYTES)) {
      if (number === 1 && !isStart(text, ended)) throw new UsageError(`${path} is there and no result file: name another by --results.`);
      if (!ended) break;
      bytes = end;
      readLine(text, done);
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    // Whatever else cannot be read must not be cut off.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      throw new UsageError(`The result file cannot be read: ${(error as Error).message}.`);
  }
  return bytes;
};

const isStart = (text = '\n', ended = true): boolean => text.startsWith(START) || (!ended && START.startsWith(text));

const readLine = (text = '', done: DoneKeys): void => {
  try {
    const { key, status, dryRun } = JSON.parse(text) as ResultLine & { readonly dryRun?: true };
    if (status === DONE && key !== undefined && !dryRun) done.add(key);
  } catch {
    // A line that a disk has spoiled says nothing: its row is sent again, and answered from before.
  }
};
