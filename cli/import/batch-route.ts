import { retryAfterMs } from '@tenantry/cdk-local/eventbridge/retry';
import { requestApi } from '../shared/api-request.ts';
import { type Answer, type Declined, parseJson, readAnswer } from './batch-answer.ts';
import { bodyOf } from './batches.ts';
import type { Row } from './row.ts';

/** Sends rows in one request, with a token; never rejects. */
export type PostBatch = (rows: readonly Row[], token: string) => Promise<Answer>;

/** Where rows go. */
export interface Route {
  readonly url: string;
  readonly reseller: string;
  readonly dryRun: boolean;
}

/** Creates the function that posts to the batch route of a reseller. */
export const batchRoute = ({ url, reseller, dryRun }: Route): PostBatch => {
  const address = `${url}/v3/resellers/${encodeURIComponent(reseller)}/organizations:batch${dryRun ? '?dryRun=true' : ''}`;
  return async (rows, token) => {
    const answer = await request('POST', address, bodyOf(rows), token);
    return 'problem' in answer ? answer : readAnswer(answer, { rows: rows.length, dryRun });
  };
};

/** An answer of whatever listens there. */
export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
  readonly retryAfterMs: number | undefined;
}

/** Sends a request; one without an answer has status 0. */
export const request = async (method: string, address: string, body: string, token: string): Promise<HttpAnswer | Declined> => {
  const answer = await requestApi(address, { method, body, token });
  if ('unreachable' in answer) return { status: 0, problem: { code: 'unreachable', detail: answer.unreachable } };
  const { status, text, headers } = answer;
  return { status, text, json: parseJson(text), retryAfterMs: retryAfterMs(headers.get('retry-after') ?? undefined, Date.now()) };
};
