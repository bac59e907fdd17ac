import { isTransient } from '../shared/api-request.ts';
import { sendWithToken, type Tokens } from '../shared/tokens.ts';
import type { Answer, Declined } from './batch-answer.ts';
import type { PostBatch } from './batch-route.ts';
import { formatDuration } from './figures.ts';
import { ImportHalted } from './import-halted.ts';
import { describeProblem, type ResultLine, toResultLine } from './result-line.ts';
import type { Row } from './row.ts';

/** The dependencies of a sender. */
export interface SenderDeps {
  readonly post: PostBatch;
  readonly tokens: Tokens;
  /** Takes results as they arrive. */
  readonly record: (lines: readonly ResultLine[]) => void;
  /** Waits before another attempt; rejects when the import is being stopped. */
  readonly pause: (attempts: number, retryAfterMs: number | undefined) => Promise<void>;
  /** The milliseconds for which an API that does not answer, or not now, is asked again. */
  readonly waitMs: number;
  /** Milliseconds of a clock that is never set; `performance.now` unless given. */
  readonly now?: () => number;
}

/** The statuses of an API that is being deployed, or has too much to do. */
const OUTAGE = new Set([0, 429, 502, 503, 504]);

/** The maximum number of attempts at what an API that answers does not do. */
const MAX_ATTEMPTS = 8;

/**
 * Sends rows until each has a result.
 * @throws {ImportHalted} when it makes no sense to send others.
 */
export const sendRows = async (rows: readonly Row[], deps: SenderDeps): Promise<void> => {
  const { post, tokens, record, pause, waitMs, now = () => performance.now() } = deps;
  let left = rows;
  let attempts = 1;
  let since = now();
  while (left.length > 0) {
    const sent = left;
    const answer = await sendWithToken(tokens, (token) => post(sent, token));
    const { settled, retry } =
      'results' in answer
        ? sortRows(left, answer.results, attempts)
        : sortRequest(left, answer, { attempts, waitedMs: now() - since, waitMs });
    if (settled.length > 0) record(settled);
    left = retry;
    if (left.length > 0) await pause(attempts, 'results' in answer ? undefined : answer.retryAfterMs);
    // A slow API does some rows of a request in its time and answers 503 to the rest: that was not
    // in vain.
    attempts = settled.length > 0 ? 1 : attempts + 1;
    if ('results' in answer) since = now();
  }
};

interface Verdict {
  readonly settled: readonly ResultLine[];
  readonly retry: readonly Row[];
}

const sortRows = (rows: readonly Row[], answers: Extract<Answer, { results: unknown }>['results'], attempts: number): Verdict => {
  const settled: ResultLine[] = [];
  const retry: Row[] = [];
  for (const [at, answer] of answers.entries()) {
    const row = rows[at] as Row;
    if (isTransient(answer.status) && attempts < MAX_ATTEMPTS) retry.push(row);
    else settled.push(toResultLine(row, answer));
  }
  return { settled, retry };
};

interface Patience {
  readonly attempts: number;
  readonly waitedMs: number;
  readonly waitMs: number;
}

const sortRequest = (rows: readonly Row[], { status, problem }: Declined, { attempts, waitedMs, waitMs }: Patience): Verdict => {
  const described = describeProblem(status, problem);
  if (OUTAGE.has(status)) {
    if (waitedMs < waitMs) return { settled: [], retry: rows };
    const what = status === 0 ? 'did not answer' : `answered ${status} ${described.code}`;
    throw new ImportHalted(`The API ${what}, ${attempts} times in ${formatDuration(waitedMs / 1000)}: ${described.detail}`);
  }
  if (!isTransient(status)) throw new ImportHalted(`The API answered ${status} ${described.code}: ${described.detail}`);
  if (attempts < MAX_ATTEMPTS) return { settled: [], retry: rows };
  return { settled: rows.map(({ line, key }) => ({ line, key, status, ...described })), retry: [] };
};
