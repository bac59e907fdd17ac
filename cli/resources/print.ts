import { printable } from '../shared/printable.ts';
import { resolve, type Schema, typeOf } from './schema.ts';

const WIDEST = 40;
/** Columns that a person rarely reads, and that are in --json. */
const LEFT_OUT = ['updatedAt', 'version', 'description', 'verificationPhrase', 'statusReason'];

/** Returns the columns of a table of such things: members that are one value. */
export const columnsOf = ({ properties = {} }: Schema): readonly string[] =>
  Object.entries(properties)
    .filter(
      ([name, schema]) => ['string', 'integer', 'number', 'boolean'].includes(typeOf(resolve(schema)) ?? '') && !LEFT_OUT.includes(name),
    )
    .map(([name]) => name);

/** Formats rows as a table, with the columns that some row has. */
export const formatRows = (rows: readonly object[], columns: readonly string[]): string => {
  const used = columns.filter((column) => rows.some((row) => column in row));
  const cells = [used, ...rows.map((row) => used.map((column) => printable(textOf((row as Record<string, unknown>)[column]), WIDEST)))];
  const widths = used.map((_, at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)));
  return cells
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

/** Formats one thing: a line for each member, with those inside of it. */
export const formatOne = (value: object): string => {
  const lines = linesOf(value, '');
  const width = Math.max(0, ...lines.map(([name]) => name.length));
  return lines.map(([name, text]) => `${name.padEnd(width)}  ${text}`).join('\n');
};

const linesOf = (value: object, before: string): readonly (readonly [string, string])[] =>
  Object.entries(value).flatMap(([name, one]: [string, unknown]) =>
    typeof one === 'object' && one !== null && !isList(one)
      ? linesOf(one, `${before}${name}.`)
      : [[printable(`${before}${name}`), printable(textOf(one), 1000)] as const],
  );

const isList = (value: object): boolean => Array.isArray(value) && value.every((one) => typeof one !== 'object');

const textOf = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : value === undefined ? '' : String(value));
