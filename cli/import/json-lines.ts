import { parseJson } from '../../functions/shared/contract/json.ts';
import { linesOf } from './lines.ts';
import { type KeyScope, MAX_BODY_BYTES, type Place, type Row, rowOf, tooLarge, type UnreadableRow } from './row.ts';

/** Reads the rows of a file of JSON lines, each sent as it is written; skips blank lines. */
export async function* jsonRows(source: AsyncIterable<Buffer>, scope: KeyScope): AsyncGenerator<Row | UnreadableRow> {
  for await (const { number: line, end, text } of linesOf(source, MAX_BODY_BYTES)) {
    const trimmed = text?.trim();
    if (trimmed === undefined) yield tooLarge({ line, end });
    else if (trimmed !== '') yield readRow(scope, { line, end }, trimmed);
  }
}

const readRow = (scope: KeyScope, place: Place, text: string): Row | UnreadableRow => {
  try {
    // The API's own reader: a member that is given twice makes it refuse the whole request, so such
    // a line must not get into one.
    const content = parseJson(text);
    if (content === null || typeof content !== 'object' || Array.isArray(content)) throw new Error('it is not an object');
    return rowOf(scope, place, content, text);
  } catch (error) {
    return { ...place, code: 'unreadable-line', detail: `The line is not a JSON object that can be sent: ${(error as Error).message}.` };
  }
};
