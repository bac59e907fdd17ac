import { MAX_BODY_BYTES, type Row, type UnreadableRow } from './row.ts';

const MAX_ROWS = 100;
const ENVELOPE = { start: '{"organizations":[', end: ']}' } as const;

/** Rows that are sent in one request, and what could not be sent between them. */
export interface Batch {
  readonly rows: readonly Row[];
  readonly unreadable: readonly UnreadableRow[];
}

/** Returns the body of a request. */
export const bodyOf = (rows: readonly Row[]): string => `${ENVELOPE.start}${rows.map(({ text }) => text).join(',')}${ENVELOPE.end}`;

/**
 * Cuts rows into batches that the API takes, by count and by bytes. What was read before a failure
 * comes out before it.
 */
export async function* batchesOf(rows: AsyncIterable<Row | UnreadableRow>): AsyncGenerator<Batch> {
  let batch = openBatch();
  try {
    for await (const row of rows) {
      if (!batch.hasRoomFor(row)) {
        yield batch;
        batch = openBatch();
      }
      batch.add(row);
    }
  } catch (error) {
    if (!batch.isEmpty()) yield batch;
    throw error;
  }
  if (!batch.isEmpty()) yield batch;
}

const openBatch = () => {
  const rows: Row[] = [];
  const unreadable: UnreadableRow[] = [];
  let bytes = ENVELOPE.start.length + ENVELOPE.end.length;
  return {
    rows,
    unreadable,
    isEmpty: () => rows.length + unreadable.length === 0,
    hasRoomFor: (row: Row | UnreadableRow) =>
      rows.length + unreadable.length < MAX_ROWS && (isUnreadable(row) || bytes + row.bytes < MAX_BODY_BYTES),
    add: (row: Row | UnreadableRow): void => {
      if (isUnreadable(row)) unreadable.push(row);
      else {
        rows.push(row);
        bytes += row.bytes + 1;
      }
    },
  };
};

const isUnreadable = (row: Row | UnreadableRow): row is UnreadableRow => 'code' in row;
