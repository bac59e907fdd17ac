import type { Answer, Declined, LimitUse, Problem, RowAnswer } from '../batch-answer.ts';
import { type PostBatch, type Route, request } from '../batch-route.ts';
import { DONE } from '../result-line.ts';
import type { Row } from '../row.ts';

interface DryRunAnswer {
  readonly dryRun?: boolean;
  readonly status?: number;
  readonly events?: readonly object[];
  readonly limits?: readonly LimitUse[];
  readonly body?: { readonly id?: string };
}

/** The outcome of one row. */
interface Put extends RowAnswer {
  readonly limits?: readonly LimitUse[] | undefined;
}

/**
 * Creates the function that creates or replaces organizations by their external ids, one request
 * after another. A dry run of each says whether it changes anything: only then it is sent.
 */
export const putRoute = ({ url, reseller, dryRun }: Route): PostBatch => {
  const put = async (row: Row, token: string): Promise<Put | Declined> => {
    const { idempotencyKey: _, ...content } = JSON.parse(row.text) as Readonly<Record<string, unknown>>;
    if (typeof content.externalId !== 'string' || content.externalId === '') return NO_EXTERNAL_ID;
    const address = `${url}/v3/resellers/${encodeURIComponent(reseller)}/organizations/by-external-id/${encodeURIComponent(content.externalId)}`;
    const body = JSON.stringify(content);
    const asked = await send(`${address}?dryRun=true`, body, token);
    if ('problem' in asked) return asked;
    const { dryRun: isDryRun, status = 0, events = [], limits, body: organization = {} } = asked.json as DryRunAnswer;
    if (asked.status !== 200) return { status: asked.status, body: asked.json as Problem };
    if (!isDryRun) return declined(asked.status, { code: 'not-understood', detail: 'This is not the answer of a dry run.' });
    if (status === 200 && events.length === 0) return { status, unchanged: true, body: organization };
    if (dryRun) return { status, body: organization, limits };
    const answer = await send(address, body, token);
    return 'problem' in answer ? answer : { status: answer.status, body: answer.json as Problem };
  };

  return async (rows, token): Promise<Answer> => {
    const results: Put[] = [];
    for (const row of rows) {
      const result = await put(row, token);
      if (!('problem' in result)) results.push(result);
      else if (results.length === 0) return result;
      // What is done is done; the rest is asked for once more.
      else return { results: [...results, ...rows.slice(results.length).map(() => AGAIN)], limits: limitsOf(results) };
    }
    return { results, limits: limitsOf(results) };
  };
};

/** The answer to a row that an API went away before. */
export const AGAIN: RowAnswer = { status: 503, body: { code: 'unreachable', detail: 'The API stopped answering before this row.' } };

const NO_EXTERNAL_ID: Put = {
  status: 400,
  body: {
    code: 'no-external-id',
    detail: '--update finds organizations by their external id, and the row has none.',
    errors: [{ in: 'row', pointer: '/externalId', code: 'required', message: 'is required by --update' }],
  },
};

// The first that would be created knows how many there are before it.
const limitsOf = (results: readonly Put[]): readonly LimitUse[] | undefined =>
  results.find(({ status, limits }) => status === DONE && limits !== undefined)?.limits;

const declined = (status: number, problem: Problem, retryAfterMs?: number): Declined => ({ status, problem, retryAfterMs });

/** The statuses that are about one row: others are about all. */
const OF_ROW = new Set([200, DONE, 400, 409, 412, 413, 422]);

const send = async (
  address: string,
  body: string,
  token: string,
): Promise<{ readonly status: number; readonly json: unknown } | Declined> => {
  const answer = await request('PUT', address, body, token);
  if ('problem' in answer) return answer;
  const { status, json, problem, retryAfterMs } = { ...answer, problem: answer.json as Problem };
  return OF_ROW.has(status) ? { status, json } : declined(status, problem, retryAfterMs);
};
