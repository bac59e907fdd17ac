import { isObject, parseJson } from '../../functions/shared/contract/json.ts';
import { linesOf } from '../shared/lines.ts';
import { type Item, itemsOf } from './json/items.ts';
import type { ReadObject } from './json/mapper.ts';
import { REASON_COLUMN, ROW_COLUMN } from './mapping/plan.ts';
import { type KeyScope, MAX_BODY_BYTES, type Place, type Row, rowFrom, rowOf, tooLarge, type UnreadableRow } from './row.ts';

/** Options of {@link jsonRows} and {@link itemRows}. */
export interface JsonOptions {
  readonly scope: KeyScope;
  /** Maps the members of each object; without it an object is sent as it is spelled. */
  readonly read?: ReadObject | undefined;
  /** Told of values that had space around them. */
  readonly onTrimmed?: (count: number) => void;
}

/** Reads the rows of a file of JSON lines; skips blank lines. */
export async function* jsonRows(source: AsyncIterable<Buffer>, options: JsonOptions): AsyncGenerator<Row | UnreadableRow> {
  for await (const { number, end, text } of linesOf(source, MAX_BODY_BYTES)) {
    const trimmed = text?.trim();
    if (trimmed !== '') yield readItem({ number, end, text: trimmed }, options);
  }
}

/** Reads the rows of a JSON file: the elements of a list, or objects that take several lines. */
export async function* itemRows(
  source: AsyncIterable<Buffer>,
  steps: readonly string[],
  options: JsonOptions,
): AsyncGenerator<Row | UnreadableRow> {
  for await (const item of itemsOf(source, steps, MAX_BODY_BYTES)) yield readItem(item, options);
}

const readItem = ({ number: line, end, text }: Item, options: JsonOptions): Row | UnreadableRow => {
  if (text === undefined) return tooLarge({ line, end });
  return readRow(options, { line, end, original: { row: line, text } }, text);
};

const readRow = ({ scope, read, onTrimmed }: JsonOptions, place: Place, text: string): Row | UnreadableRow => {
  try {
    // The API's own reader: a member that is given twice makes it refuse the whole request, so such
    // a line must not get into one.
    const parsed = parseJson(text);
    if (!isObject(parsed)) throw new Error('it is not an object');
    const isReturned = Object.hasOwn(parsed, REASON_COLUMN);
    const { [ROW_COLUMN]: _, [REASON_COLUMN]: __, ...content } = parsed;
    if (!read) return rowOf(scope, place, isReturned ? content : parsed, isReturned ? JSON.stringify(content) : text);
    const record = read(content);
    if (record.trimmed > 0) onTrimmed?.(record.trimmed);
    return rowFrom(scope, place, record);
  } catch (error) {
    return { ...place, code: 'unreadable-line', detail: `The line is not a JSON object that can be sent: ${(error as Error).message}.` };
  }
};
