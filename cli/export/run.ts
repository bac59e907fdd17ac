import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openApiTokens } from '../shared/api-tokens.ts';
import type { Tokens } from '../shared/tokens.ts';
import { ahead } from './ahead.ts';
import { openApi } from './api.ts';
import { type Columns, cellsOf, columnsOf, csvWriter } from './csv.ts';
import { readEntities } from './entities.ts';
import { ExportHalted } from './export-halted.ts';
import type { ExportOptions } from './options.ts';
import type { Output } from './output.ts';
import { type Row, rowOf } from './row.ts';
import { isMap, ROWS, type RowSchema } from './schemas.ts';
import { spoolRows, toLines } from './spool.ts';

/** The dependencies of an export. */
export interface ExportDeps {
  readonly tokens: Tokens;
  readonly output: Pick<Output, 'stream' | 'end'>;
  /** Hears of each row that is read. */
  readonly onRow: () => void;
}

/** Opens the tokens of an export; a local one may read what is exported. */
export const tokensFor = (options: ExportOptions): Tokens => {
  const { subject, reseller } = options;
  if (subject === 'partners') return openApiTokens(options, { permissions: ['partner:read'] });
  if (subject === 'resellers') return openApiTokens(options, { permissions: ['reseller:read'] });
  const permissions = ['reseller:read', 'reseller:organization:read'];
  return openApiTokens(options, { permissions, ...(reseller !== undefined && { reseller }) });
};

/**
 * Reads everything and writes it.
 * @throws {ExportHalted} when the API did not answer all of it
 */
export const runExport = async (options: ExportOptions, { tokens, output, onRow }: ExportDeps, stop: AbortController): Promise<void> => {
  const api = openApi(options.url, tokens, stop.signal);
  const schema = schemaOf(options);
  const rows = rowsOf(ahead(readEntities(api, options)), schema, onRow);
  const { signal } = stop;
  try {
    if (options.format === 'ndjson') await pipeline(rows, toLines, output.stream, { signal, end: output.end });
    else if (Object.values(schema).some(isMap)) await writeSpooled(rows, schema, output, signal);
    else await writeCsv(rows, columnsOf(schema), output, signal);
  } finally {
    // The page that is on its way is of no use to anybody.
    stop.abort();
  }
};

const schemaOf = ({ subject, reseller }: ExportOptions): RowSchema =>
  ROWS[subject === 'organizations' && reseller === undefined ? 'organizationsOfAll' : subject];

async function* rowsOf(pages: AsyncIterable<readonly Row[]>, schema: RowSchema, onRow: () => void): AsyncGenerator<Row> {
  for await (const page of pages) {
    for (const entity of page) {
      onRow();
      yield rowOf(schema, entity);
    }
  }
}

const writeCsv = async (
  rows: AsyncIterable<Row>,
  columns: Columns,
  { stream, end }: ExportDeps['output'],
  signal: AbortSignal,
): Promise<void> => {
  const toCells = async function* (source: AsyncIterable<Row>) {
    for await (const row of source) yield cellsOf(columns, row);
  };
  await pipeline(Readable.from(rows), toCells, csvWriter(columns), stream, { signal, end });
};

/** More would be no table that a spreadsheet or a person can use. */
export const MAX_MAP_COLUMNS = 1000;

// The header row has a column for each name of a map, so all rows are read before it is written.
const writeSpooled = async (
  rows: AsyncIterable<Row>,
  schema: RowSchema,
  output: ExportDeps['output'],
  signal: AbortSignal,
): Promise<void> => {
  const names = openNames(schema);
  const read = await spoolRows(names.collect(rows), signal);
  await writeCsv(read(), columnsOf(schema, names.of), output, signal);
};

const openNames = (schema: RowSchema) => {
  const maps = new Map(Object.keys(schema).flatMap((name) => (isMap(schema[name] ?? {}) ? [[name, new Set<string>()]] : [])));
  return {
    async *collect(rows: AsyncIterable<Row>): AsyncGenerator<Row> {
      for await (const row of rows) {
        for (const [map, names] of maps) {
          for (const name of Object.keys(Object(row[map]) as object)) names.add(name);
          if (names.size > MAX_MAP_COLUMNS) throw tooManyNames(map);
        }
        yield row;
      }
    },
    of: (map: string): readonly string[] => [...(maps.get(map) ?? [])].sort((one, other) => (one < other ? -1 : 1)),
  };
};

const tooManyNames = (map: string): ExportHalted =>
  new ExportHalted(`There are more than ${MAX_MAP_COLUMNS} names of ${map}, too many for columns. Use --format ndjson.`);
