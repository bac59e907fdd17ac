import { addAbortSignal } from 'node:stream';
import { drain } from '../shared/pool.ts';
import type { Tokens } from '../shared/tokens.ts';
import { createPause } from './backoff.ts';
import { batchRoute } from './batch-route.ts';
import { type Batch, batchesOf } from './batches.ts';
import { csvRows } from './csv.ts';
import { jsonRows } from './json-lines.ts';
import { type Meter, openMeter } from './meter.ts';
import type { ImportOptions } from './options.ts';
import { type ResultLine, toUnreadableLine } from './result-line.ts';
import { noResults, openResults, type Results } from './results.ts';
import type { Row, UnreadableRow } from './row.ts';
import { sendRows } from './sender.ts';
import { openSource, type Source } from './source.ts';
import { tokensFor } from './token-source.ts';

type Rows = AsyncIterable<Row | UnreadableRow>;

/** An import that is ready: the head of its file is read, nothing is sent. */
export interface Import {
  readonly options: ImportOptions;
  readonly tokens: Tokens;
  readonly source: Source;
  readonly rows: Rows;
  readonly results: Results;
  readonly meter: Meter;
}

/**
 * Opens all that an import needs.
 * @throws {UsageError} when something of it is not as it must be.
 */
export const openImport = async (options: ImportOptions): Promise<Import> => {
  const tokens = tokensFor(options);
  const source = openSource(options.file);
  try {
    const rows = await openRows(source, options);
    const results = options.results === undefined ? noResults : await openResults(options.results, options.dryRun);
    return { options, tokens, source, rows, results, meter: openMeter(source.bytes) };
  } catch (error) {
    // Standard input that may have more to say would keep the program from ending.
    source.stream.destroy();
    throw error;
  }
};

const openRows = async ({ stream }: Source, { reseller, name, format }: ImportOptions): Promise<Rows> =>
  format === 'csv' ? csvRows(stream, { reseller, name }) : jsonRows(stream, { reseller, name });

/**
 * Sends what is to be sent.
 * @throws {ImportHalted} when it could not go on to the end of the file.
 */
export const runImport = async ({ options, tokens, source, rows, results, meter }: Import, stop: AbortController): Promise<void> => {
  // Whatever waits for more of the file, such as for standard input, must not wait on.
  addAbortSignal(stop.signal, source.stream);
  const record = (lines: readonly ResultLine[]): void => {
    results.append(lines);
    meter.tally.add(lines);
  };
  const sender = { post: batchRoute(options), tokens, record, pause: createPause(stop.signal) };
  const send = async (batch: Batch): Promise<void> => {
    if (batch.unreadable.length > 0) record(batch.unreadable.map(toUnreadableLine));
    await sendRows(batch.rows, sender);
  };
  await drain(batchesOf(skipDone(rows, results, meter)), options.concurrency, send, stop);
};

async function* skipDone(rows: Rows, results: Results, meter: Meter): Rows {
  for await (const row of rows) {
    meter.read(row.end);
    if ('key' in row && results.isDone(row.key)) meter.tally.addDoneBefore();
    else yield row;
  }
}

/** Closes what was opened. */
export const closeImport = ({ source, results }: Import): void => {
  source.stream.destroy();
  results.close();
};
