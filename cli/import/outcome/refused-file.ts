import { accessSync, appendFileSync, closeSync, constants, existsSync, openSync } from 'node:fs';
import { dirname, parse } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { UsageError } from '../../shared/usage-error.ts';
import { REASON_COLUMN, ROW_COLUMN } from '../mapping/plan.ts';
import type { ResultLine } from '../result-line.ts';
import type { Original } from '../row.ts';
import type { Table } from '../rows.ts';
import { isStream } from './is-stream.ts';

/** The file of the rows that were refused or failed, ready to be mended and imported. */
export interface RefusedFile {
  /** Its path, once it has a row. */
  path(): string | undefined;
  append(rows: readonly RefusedRow[]): void;
  close(): void;
}

/** A row and what became of it. */
export interface RefusedRow {
  readonly original: Original | undefined;
  readonly result: ResultLine;
}

/** Keeps nothing. */
export const noRefusedFile: RefusedFile = { path: () => undefined, append: () => {}, close: () => {} };

const MOST_FILES = 1000;
const BYTE_ORDER_MARK = '\ufeff';

/**
 * Opens the file when the first row is refused. It never overwrites a file, which somebody may have
 * been mending: then it takes another name.
 * @throws {UsageError} when it could not be written
 */
export const refusedFile = (wanted: string, table: Table | undefined): RefusedFile => {
  let opened: { readonly path: string; readonly file: number } | undefined;
  // Before anything is sent: a long import should not end at its first refused row.
  if (!isStream(wanted)) probe(wanted);
  const open = () => {
    const next = createNext(wanted);
    if (table) appendFileSync(next.file, `${BYTE_ORDER_MARK}${csvLine([...table.header, ROW_COLUMN, REASON_COLUMN], table)}`);
    return next;
  };
  return {
    path: () => opened?.path,
    append: (rows) => {
      if (rows.length === 0) return;
      opened ??= open();
      appendFileSync(opened.file, rows.map((row) => (table ? csvOf(row, table) : jsonOf(row))).join(''));
    },
    close: () => {
      if (opened) closeSync(opened.file);
    },
  };
};

const nameOf = (wanted: string, number: number): string => {
  const { ext } = parse(wanted);
  return number === 1 ? wanted : `${wanted.slice(0, wanted.length - ext.length)}-${number}${ext}`;
};

const cannotBeWritten = (error: unknown): UsageError =>
  new UsageError(`The file of refused rows cannot be written: ${(error as Error).message}.`);

const tooMany = (wanted: string): UsageError => new UsageError(`There are ${MOST_FILES} files like ${wanted}: name another by --refused.`);

const probe = (wanted: string): void => {
  try {
    accessSync(dirname(wanted), constants.W_OK);
  } catch (error) {
    throw cannotBeWritten(error);
  }
  if (!Array.from({ length: MOST_FILES }, (_, at) => at + 1).some((number) => !existsSync(nameOf(wanted, number)))) throw tooMany(wanted);
};

const createNext = (wanted: string): { readonly path: string; readonly file: number } => {
  for (let number = 1; number <= MOST_FILES; number += 1) {
    const path = nameOf(wanted, number);
    try {
      return { path, file: openSync(path, isStream(path) ? 'a' : 'ax') };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw cannotBeWritten(error);
    }
  }
  throw tooMany(wanted);
};

const reasonOf = ({ code = '', detail = '', errors = [] }: ResultLine): string => {
  const fields = (errors as readonly { readonly pointer?: string; readonly message?: string }[]).map(
    ({ pointer = '', message = '' }) => `${pointer.slice(1).replaceAll('/', '.')} ${message}`,
  );
  return code === 'invalid-request' && fields.length > 0 ? fields.join('; ') : `${code}: ${detail}`;
};

const csvLine = (cells: readonly (string | number)[], { separator }: Table): string => stringify([[...cells]], { delimiter: separator });

// The cells as they were: they are to be imported once more, and not to be run by a spreadsheet
// that did not run them before.
const csvOf = ({ original, result }: RefusedRow, table: Table): string => {
  const { header } = table;
  const cells = original?.cells ?? [];
  return csvLine([...header.map((_, at) => cells[at] ?? ''), original?.row ?? result.line, reasonOf(result)], table);
};

const jsonOf = ({ original, result }: RefusedRow): string => {
  const notes = JSON.stringify({ [ROW_COLUMN]: original?.row ?? result.line, [REASON_COLUMN]: reasonOf(result) });
  // On one line, whatever the file had; what is no object is kept as a text.
  const text = asObject(original?.text ?? '');
  return `${text.slice(0, -1)}${text === '{}' ? '' : ','}${notes.slice(1)}\n`;
};

const asObject = (text: string): string => {
  try {
    const value: unknown = JSON.parse(text);
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return JSON.stringify(value);
  } catch {
    // It was refused for this.
  }
  return JSON.stringify({ _text: text });
};
