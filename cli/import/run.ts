import { addAbortSignal } from 'node:stream';
import { createPause } from '../shared/backoff.ts';
import { drain } from '../shared/pool.ts';
import type { Tokens } from '../shared/tokens.ts';
import { batchRoute, type PostBatch } from './batch-route.ts';
import { type Batch, batchesOf } from './batches.ts';
import { mappingOf } from './mapping/read-mapping.ts';
import { type Meter, openMeter } from './meter.ts';
import type { ImportOptions } from './options.ts';
import { createdFile, noCreatedFile } from './outcome/created-file.ts';
import { type Outcomes, recorder } from './outcome/record.ts';
import { noRefusedFile, refusedFile } from './outcome/refused-file.ts';
import { noResults, openResults, type Results } from './results.ts';
import { type OpenRows, openRows } from './rows.ts';
import { sendRows } from './sender.ts';
import { adaptive } from './sending/adaptive.ts';
import { preflight } from './sending/preflight.ts';
import { putRoute } from './sending/put-route.ts';
import { wholeFile } from './sending/whole-file.ts';
import { openSource, type Source } from './source.ts';
import { tokensFor } from './token-source.ts';

/** An import that is ready: the head of its file is read, nothing is sent. */
export interface Import extends Outcomes {
  readonly options: ImportOptions;
  readonly tokens: Tokens;
  readonly source: Source;
  readonly rows: OpenRows;
}

/**
 * Opens all that an import needs.
 * @throws {UsageError} when something of it is not as it must be.
 */
export const openImport = async (options: ImportOptions): Promise<Import> => {
  const tokens = tokensFor(options);
  const mapping = mappingOf(options);
  const source = openSource(options.file);
  try {
    const rows = await openRows(source, options, mapping);
    const results = options.results === undefined ? noResults : await openResults(options.results, options.dryRun);
    const refused = options.refused === undefined ? noRefusedFile : refusedFile(options.refused, rows.table);
    const created = options.created === undefined ? noCreatedFile : createdFile(options.created);
    return { options, tokens, source, rows, results, refused, created, meter: openMeter(rows.bytes ?? source.bytes) };
  } catch (error) {
    // Standard input that may have more to say would keep the program from ending.
    source.stream.destroy();
    throw error;
  }
};

// Of an API that is not there at all, it is better to be told at once.
const PREFLIGHT_WAIT_MS = 5_000;

/**
 * Sends what is to be sent.
 * @throws {ImportHalted} when it could not go on to the end of the file.
 */
export const runImport = async (opened: Import, stop: AbortController): Promise<void> => {
  const { options, tokens, source, rows, results, meter } = opened;
  const { waitMs, update, dryRun } = options;
  // Whatever waits for more of the file, such as for standard input, must not wait on.
  addAbortSignal(stop.signal, source.stream);
  const route = update ? putRoute : batchRoute;
  const deps = { tokens, pause: createPause(stop.signal), waitMs: waitMs.ms };
  // The preflight is over when it is stopped.
  await preflight(route({ ...options, dryRun: true }), { ...deps, waitMs: waitMs.isGiven ? waitMs.ms : PREFLIGHT_WAIT_MS }).catch(
    (error: unknown) => {
      if (!stop.signal.aborted) throw error;
    },
  );
  const post = postOf(route(options), options);
  const send = async (batch: Batch): Promise<void> => sendRows(batch.rows, { ...deps, post, record: recorder(opened, batch) });
  const done = update ? noResults : results;
  // The rows of a dry run meet those before them.
  await drain(batchesOf(skipDone(rows.rows, done, meter)), dryRun ? 1 : options.concurrency, send, stop);
};

const postOf = (post: PostBatch, { dryRun, update, concurrency }: ImportOptions): PostBatch =>
  dryRun ? wholeFile(post, update) : adaptive(post, concurrency);

async function* skipDone(rows: OpenRows['rows'], results: Results, meter: Meter): OpenRows['rows'] {
  for await (const row of rows) {
    const isDone = 'key' in row && results.isDone(row.key);
    meter.read(row.end, isDone);
    if (isDone) meter.tally.addDoneBefore();
    else yield row;
  }
}

/** Closes what was opened. */
export const closeImport = ({ source, results, refused, created }: Import): void => {
  source.stream.destroy();
  results.close();
  refused.close();
  created.close();
};
