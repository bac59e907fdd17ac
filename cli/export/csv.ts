import { type Stringifier, stringify } from 'csv-stringify';
import { markCell } from '../shared/marked-cell.ts';
import { ExportHalted } from './export-halted.ts';
import type { Row } from './row.ts';
import { isMap, type RowSchema } from './schemas.ts';

type Path = readonly string[];

/** The columns of a CSV: where each finds its value in a row. */
export type Columns = readonly Path[];

/** Returns the columns of rows; `mapNames` are the names that a map of the rows has. */
export const columnsOf = (schema: RowSchema, mapNames: (map: string) => readonly string[] = () => []): Columns =>
  Object.entries(schema).flatMap(([name, member]): Columns => {
    if (isMap(member)) return mapNames(name).map((key) => [name, key]);
    return member.properties ? columnsOf(member.properties).map((path) => [name, ...path]) : [[name]];
  });

/** Writes cells as CSV with a header row, behind the mark by which a spreadsheet knows UTF-8. */
export const csvWriter = (columns: Columns): Stringifier =>
  stringify({ bom: true, header: true, columns: columns.map((path) => path.map(markCell).join('.')) });

/** Returns the cells of a row. */
export const cellsOf = (columns: Columns, row: Row): readonly string[] => columns.map((path) => cellOf(valueAt(row, path), path));

const valueAt = (row: Row, path: Path): unknown =>
  path.reduce<unknown>(
    (value, name) => (value !== undefined && Object.hasOwn(Object(value), name) ? (value as Row)[name] : undefined),
    row,
  );

const cellOf = (value: unknown, path: Path): string => {
  if (value === undefined || value === null) return '';
  if (typeof value === 'object') throw new ExportHalted(`${path.join('.')} is not one value, as a cell must be. Use --format ndjson.`);
  return typeof value === 'string' ? markCell(value) : String(value);
};
