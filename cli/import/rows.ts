import { Readable } from 'node:stream';
import { UsageError } from '../shared/usage-error.ts';
import { csvRows } from './csv.ts';
import { ImportHalted } from './import-halted.ts';
import { objectReader } from './json/mapper.ts';
import { itemRows, jsonRows } from './json-lines.ts';
import type { Mapping } from './mapping/plan.ts';
import type { ImportOptions } from './options.ts';
import type { Row, UnreadableRow } from './row.ts';
import type { Source } from './source.ts';
import { checkWhole, decode } from './text/decoded.ts';
import { dialectOf, isEnoughFor, SEPARATOR_NAMES } from './text/dialect.ts';
import type { Encoding } from './text/encodings.ts';
import { peek, without } from './text/head.ts';

/** The rows of a file, and what is known of it. */
export interface OpenRows {
  readonly rows: AsyncIterable<Row | UnreadableRow>;
  /** The number of bytes of the file in UTF-8, where it is known. */
  readonly bytes: number | undefined;
  /** Sentences for people about the form of the file. */
  readonly notes: readonly string[];
  /** The header row and separator of a CSV. */
  readonly table: Table | undefined;
  /** Returns the number of values that had space around them. */
  readonly trimmed: () => number;
}

/** The form of a CSV, for another of the same form. */
export interface Table {
  readonly header: readonly string[];
  readonly separator: string;
}

type RowOptions = Pick<ImportOptions, 'reseller' | 'name' | 'format' | 'encoding' | 'skip' | 'items'>;

/**
 * Opens the rows of a file. A file is read to its end first: bytes that are no text refuse it as a
 * whole. What comes through a pipe is checked as it comes.
 * @throws {UsageError} when it cannot be read in this way
 */
export const openRows = async (source: Source, options: RowOptions, mapping: Mapping | undefined): Promise<OpenRows> => {
  const bytes = source.again ? await checked(source.again(), options.encoding) : undefined;
  const { encoding, bytes: text } = await decode(source.stream as AsyncIterable<Buffer>, options.encoding).catch(asUsageError);
  let count = 0;
  const scope = { reseller: options.reseller, name: options.name };
  const onTrimmed = (more: number): void => {
    count += more;
  };
  const known = { bytes, trimmed: () => count };
  const notes = encoding === 'utf-8' ? [] : [`The file is read as ${encoding}.`];
  if (options.format !== 'csv') {
    const read = mapping && objectReader(mapping);
    return { ...known, notes, table: undefined, rows: await jsonOf(text, options, { scope, read, onTrimmed }) };
  }
  const { head, bytes: whole } = await peek(text, isEnoughFor(options.skip));
  const dialect = dialectOf(head, options.skip);
  const { separator } = dialect;
  let header: readonly string[] = [];
  const onHeader = (row: readonly string[]): void => {
    header = row;
  };
  const body = Readable.from(without(whole, dialect.bytes), { objectMode: false });
  const rows = await csvRows(body, { scope, dialect, onTrimmed, onHeader, ...(mapping && { mapping }) });
  const named = separator === ',' ? [] : [`The columns are separated by ${SEPARATOR_NAMES[separator] ?? `"${separator}"`}.`];
  return { ...known, notes: [...notes, ...named], table: { header, separator }, rows };
};

const asUsageError = (error: unknown): never => {
  throw error instanceof ImportHalted ? new UsageError(error.message) : error;
};

const checked = (stream: Readable, encoding: Encoding | undefined): Promise<number> =>
  checkWhole(stream as AsyncIterable<Buffer>, encoding).catch(asUsageError);

type JsonOptions = Parameters<typeof jsonRows>[1];

/**
 * Opens JSON: lines of objects, unless it is a list or the first object does not end on its line.
 */
const jsonOf = async (source: AsyncIterable<Buffer>, { format, items }: RowOptions, options: JsonOptions): Promise<OpenRows['rows']> => {
  const { head, bytes } = await peek(source, startsListOrHasLine());
  const [first = ''] = textOf(head)
    .trimStart()
    .split(/[\r\n]/, 1);
  const isLines = format === 'jsonl' && items === undefined && !first.startsWith('[') && first.trim() !== '{';
  const body = textOf(head).startsWith(MARK) ? without(bytes, Buffer.byteLength(MARK)) : bytes;
  if (!isLines) return itemRows(body, items ?? [], options);
  return jsonRows(head.includes('\n') || !head.includes('\r') ? bytes : withLineFeeds(bytes), options);
};

const MARK = '\ufeff';
const SPACES = [...Buffer.from('\ufeff \t\r\n')];

/** Returns whether a head has a whole line, or begins a list. Nothing is looked through twice. */
const startsListOrHasLine = (): ((head: Buffer) => boolean) => {
  let [seen, hasBegun] = [0, false];
  return (head) => {
    while (!hasBegun && seen < head.length) {
      if (SPACES.includes(head[seen] ?? 0)) seen += 1;
      else hasBegun = true;
    }
    if (hasBegun && head[seen] === LIST) return true;
    const hasLine = hasBegun && (head.includes('\n', seen) || head.includes('\r', seen));
    seen = hasBegun ? head.length : seen;
    return hasLine;
  };
};

const LIST = 0x5b;

const textOf = (head: Buffer): string => head.toString('utf8');

// A string of JSON has no bare carriage return.
async function* withLineFeeds(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of source) yield Buffer.from(chunk.toString('latin1').replaceAll('\r', '\n'), 'latin1');
}
