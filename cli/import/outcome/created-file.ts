import { appendFileSync, closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { stringify } from 'csv-stringify/sync';
import { UsageError } from '../../shared/usage-error.ts';
import type { ResultLine } from '../result-line.ts';
import type { Row } from '../row.ts';

/** The file of the ids of what was created. */
export interface CreatedFile {
  append(rows: readonly CreatedRow[]): void;
  close(): void;
}

/** A row that was sent and what became of it. */
export interface CreatedRow {
  readonly row: Row;
  readonly result: ResultLine;
}

/** Keeps nothing. */
export const noCreatedFile: CreatedFile = { append: () => {}, close: () => {} };

const HEADER = ['row', 'id', 'externalId', 'name'];
const START = Buffer.from(`\ufeff${HEADER.join(',')}`);

/**
 * Opens the file to go on with: each run of an import adds what it has created. A spreadsheet runs
 * no name as a formula.
 * @throws {UsageError} when it cannot be written, or is another kind of file
 */
export const createdFile = (path: string): CreatedFile => {
  const file = open(path);
  const write = (rows: readonly (readonly unknown[])[]): void => {
    if (rows.length > 0)
      appendFileSync(
        file,
        stringify(
          rows.map((row) => [...row]),
          { escape_formulas: true },
        ),
      );
  };
  if (!isStarted(file, path)) appendFileSync(file, `${START}\n`);
  return { append: (rows) => write(rows.map(cellsOf)), close: () => closeSync(file) };
};

const open = (path: string): number => {
  try {
    return openSync(path, 'a+');
  } catch (error) {
    throw new UsageError(`The file of created rows cannot be written: ${(error as Error).message}.`);
  }
};

const isStarted = (file: number, path: string): boolean => {
  const status = fstatSync(file);
  if (!status.isFile() || status.size === 0) return false;
  const start = Buffer.alloc(START.length);
  readSync(file, start, 0, start.length, 0);
  if (start.equals(START)) return true;
  closeSync(file);
  throw new UsageError(`${path} is there and no file of created rows: name another by --created.`);
};

const cellsOf = ({ row, result }: CreatedRow): readonly unknown[] => {
  const { name, externalId } = JSON.parse(row.text) as { readonly name?: unknown; readonly externalId?: unknown };
  return [row.original?.row ?? row.line, result.id, externalId, name];
};
