import type { Tokens } from '../shared/tokens.ts';
import type { Answer, Declined } from './batch-answer.ts';
import type { PostBatch } from './batch-route.ts';
import { ImportHalted } from './failure.ts';
import { answeredLine, isTransient, type ResultLine, saidBy } from './result-line.ts';
import type { Row } from './row.ts';

/** What a sender works with. */
export interface SenderDeps {
  readonly post: PostBatch;
  readonly tokens: Tokens;
  /** Takes results as they arrive. */
  readonly record: (lines: readonly ResultLine[]) => void;
  /** Waits before another attempt; rejects when the import is being stopped. */
  readonly pause: (attempts: number, retryAfterMs: number | undefined) => Promise<void>;
}

/** How often rows are sent in vain at most. */
export const MAX_ATTEMPTS = 8;

/** Sends rows until each has a result. @throws {ImportHalted} when it makes no sense to send others. */
export const sendRows = async (rows: readonly Row[], { post, tokens, record, pause }: SenderDeps): Promise<void> => {
  let left = rows;
  let attempts = 1;
  while (left.length > 0) {
    const answer = await authorised(left, post, tokens);
    const { settled, again } = 'results' in answer ? judgeRows(left, answer.results, attempts) : judgeRequest(left, answer, attempts);
    if (settled.length > 0) record(settled);
    left = again;
    if (left.length > 0) await pause(attempts, 'results' in answer ? undefined : answer.retryAfterMs);
    // A slow API does some rows of a request in its time and answers 503 to the rest: that was not in vain.
    attempts = settled.length > 0 ? 1 : attempts + 1;
  }
};

const authorised = async (rows: readonly Row[], post: PostBatch, tokens: Tokens): Promise<Answer> => {
  const token = await tokens.current();
  const answer = await post(rows, token);
  if ('results' in answer || answer.status !== 401) return answer;
  const renewed = await tokens.renewed(token);
  return renewed === undefined || renewed === token ? answer : post(rows, renewed);
};

interface Judgement {
  readonly settled: readonly ResultLine[];
  readonly again: readonly Row[];
}

const judgeRows = (rows: readonly Row[], answers: Extract<Answer, { results: unknown }>['results'], attempts: number): Judgement => {
  const settled: ResultLine[] = [];
  const again: Row[] = [];
  for (const [at, answer] of answers.entries()) {
    const row = rows[at] as Row;
    if (isTransient(answer.status) && attempts < MAX_ATTEMPTS) again.push(row);
    else settled.push(answeredLine(row, answer));
  }
  return { settled, again };
};

const judgeRequest = (rows: readonly Row[], { status, problem }: Declined, attempts: number): Judgement => {
  const said = saidBy(status, problem);
  if (status !== 0 && !isTransient(status)) throw new ImportHalted(`The API answered ${status} ${said.code}: ${said.detail}`);
  if (attempts < MAX_ATTEMPTS) return { settled: [], again: rows };
  if (status === 0) throw new ImportHalted(`The API did not answer, ${attempts} times: ${said.detail}`);
  return { settled: rows.map(({ line, key }) => ({ line, key, status, ...said })), again: [] };
};
