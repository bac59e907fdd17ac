import { pipeline, type Readable } from 'node:stream';
import { CsvError, type Info, type Parser, parse } from 'csv-parse';
import { UsageError } from '../shared/usage-error.ts';
import { readHeader } from './csv-columns.ts';
import { type LineCounter, lineCounter } from './csv-lines.ts';
import { ImportHalted } from './import-halted.ts';
import { type Mapping, OWN_COLUMNS } from './mapping/plan.ts';
import type { ReadCells } from './mapping/record.ts';
import { type KeyScope, type Place, type Row, rowFrom, type UnreadableRow } from './row.ts';
import type { Dialect } from './text/dialect.ts';

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: Info;
}

// Longer than any row that could be sent; it ends the search for the end of a quote that was never
// closed.
const MAX_RECORD_BYTES = 1_048_576;

/** After these the next row is certain to be found; after the others it would be a guess. */
const RECOVERABLE: Readonly<Record<string, string>> = {
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: 'has another number of cells than the header row',
  INVALID_OPENING_QUOTE: 'has a quote in a cell that does not start with one',
};

const FATAL: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is never closed',
  CSV_INVALID_CLOSING_QUOTE: 'a cell goes on after its closing quote',
  CSV_MAX_RECORD_SIZE: 'a row has more than 1 MiB, probably by a quote that is not closed',
};

/** Options of {@link csvRows}. */
export interface CsvOptions {
  readonly scope: KeyScope;
  readonly dialect?: Dialect;
  readonly mapping?: Mapping;
  /** Told of values that had space around them. */
  readonly onTrimmed?: (count: number) => void;
  /** Told of the header row. */
  readonly onHeader?: (header: readonly string[]) => void;
}

const PLAIN: Dialect = { separator: ',', lines: 0, bytes: 0, isNamed: false };

/**
 * Reads the rows of a CSV file, whose bytes begin behind what stands before the header row.
 * @throws {UsageError} when its header row is wrong
 */
export const csvRows = async (source: Readable, options: CsvOptions): Promise<AsyncGenerator<Row | UnreadableRow>> => {
  const { dialect = PLAIN, mapping = OWN_COLUMNS, onHeader } = options;
  const items = openParser(source, dialect)[Symbol.asyncIterator]() as AsyncIterableIterator<CsvRecord | CsvError>;
  const { value: first, done } = await items.next();
  if (done) throw new UsageError('The file has no header row.');
  if (first instanceof CsvError) throw new UsageError(`The header row cannot be read: ${first.message}.`);
  const lines = lineCounter(dialect.lines, dialect.isNamed ? 1 : 0);
  lines.startOf(first.info.lines, first.record);
  const read = readHeader(first.record, mapping);
  onHeader?.(first.record);
  return rowsOf(items, { ...options, dialect, read, lines });
};

const openParser = (source: Readable, { separator }: Dialect): Parser => {
  const parser = parse({
    bom: true,
    delimiter: separator,
    info: true,
    max_record_size: MAX_RECORD_BYTES,
    record_delimiter: ['\r\n', '\n', '\r'],
    skip_empty_lines: true,
    skip_records_with_error: true,
    // An error takes its place among the records, so that all that stands before it is read first.
    on_skip: (error) => void parser.push(error),
  });
  // Whatever ends the source early, such as bytes that are no text, ends the rows as well.
  pipeline(source, parser, () => {});
  return parser;
};

interface Reading extends CsvOptions {
  readonly dialect: Dialect;
  readonly read: ReadCells;
  readonly lines: LineCounter;
}

async function* rowsOf(items: AsyncIterable<CsvRecord | CsvError>, reading: Reading): AsyncGenerator<Row | UnreadableRow> {
  const { read, lines, scope, onTrimmed } = reading;
  let broken: number | undefined;
  for await (const item of items) {
    if (item instanceof CsvError) {
      const detail = describeError(item, lines.last());
      // A row may have several errors; it is one row.
      if (item.lines !== broken) yield { ...placeOf(item as unknown as Info, cellsOf(item), reading), code: 'unreadable-line', detail };
      broken = Number(item.lines);
    } else {
      const record = read(item.record);
      if (record.trimmed > 0) onTrimmed?.(record.trimmed);
      yield rowFrom(scope, placeOf(item.info, item.record, reading), record);
    }
  }
}

const placeOf = ({ lines, bytes }: Info, cells: readonly string[], { lines: counter, dialect }: Reading): Place => {
  const { line, row } = counter.startOf(lines, cells);
  return { line, end: dialect.bytes + bytes, original: { row, cells } };
};

const cellsOf = ({ record }: CsvError): readonly string[] => (Array.isArray(record) ? (record as readonly string[]) : []);

const describeError = ({ code, message }: CsvError, last: number): string => {
  const how = RECOVERABLE[code];
  if (how === undefined) throw new ImportHalted(`The CSV is broken after line ${last}: ${FATAL[code] ?? message}.`);
  return `The row ${how}.`;
};
