import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { linesOf } from '../shared/lines.ts';
import type { Row } from './row.ts';

/** Writes rows to a temporary file without a name, and returns how to read them, once. */
export const spoolRows = async (rows: AsyncIterable<Row>, signal: AbortSignal): Promise<() => AsyncGenerator<Row>> => {
  const path = join(tmpdir(), `tenantry-export-${randomUUID()}`);
  const toWrite = openSync(path, 'wx', 0o600);
  const toRead = openSync(path, 'r');
  // However this ends, nothing of it stays.
  rmSync(path);
  await pipeline(rows, toLines, createWriteStream(path, { fd: toWrite }), { signal });
  return async function* read() {
    const stream = createReadStream(path, { fd: toRead });
    for await (const { text = '' } of linesOf(stream, Number.POSITIVE_INFINITY)) yield JSON.parse(text) as Row;
  };
};

/** Writes rows as lines of JSON. */
export async function* toLines(rows: AsyncIterable<Row>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`;
}
