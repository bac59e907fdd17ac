import { fileURLToPath } from 'node:url';
import { mappingOf } from '../../cli/import/mapping/read-mapping.ts';
import type { Row, UnreadableRow } from '../../cli/import/row.ts';
import { openRows } from '../../cli/import/rows.ts';
import { openSource } from '../../cli/import/source.ts';
import { collect } from './collect.ts';
import { importOptions } from './options-of.ts';

/** The path of a file beside the tests. */
export const beside = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Reads the rows of a file as the command with these arguments does, without sending any. */
export const readFileRows = async (file: string, args: readonly string[] = []) => {
  const options = importOptions(['--reseller', 'r-1', ...args, file], {});
  if (!options) throw new Error('help was asked for');
  const source = openSource(file);
  try {
    const opened = await openRows(source, options, mappingOf(options));
    const { items, error } = await collect(opened.rows);
    return { ...opened, items, error };
  } finally {
    source.stream.destroy();
  }
};

/** The organization of a row that would be sent; its code and detail, if it would not. */
export const sent = (row: Row | UnreadableRow | undefined): Readonly<Record<string, unknown>> => {
  if (!row) return {};
  if ('code' in row) return { refused: row.code, detail: row.detail };
  const { idempotencyKey: _, ...organization } = JSON.parse(row.text) as Record<string, unknown>;
  return organization;
};
