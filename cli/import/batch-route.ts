import { retryAfterMs } from '@tenantry/cdk-local/eventbridge/retry.ts';
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

// The gateway itself gives up after 30 seconds.
const TIMEOUT_MS = 60_000;

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
  try {
    const response = await fetch(address, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body,
      // A redirect would carry rows and token to where nobody meant them to go.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    const asked = retryAfterMs(response.headers.get('retry-after') ?? undefined, Date.now());
    return { status: response.status, text, json: parseJson(text), retryAfterMs: asked };
  } catch (error) {
    return { status: 0, problem: { code: 'unreachable', detail: reasonOf(error) } };
  }
};

// `fetch` itself only says that it failed.
const reasonOf = (error: unknown): string => {
  const { cause = error } = error as { readonly cause?: unknown };
  const { code, message } = cause as { readonly code?: unknown; readonly message?: string };
  return message || String(code);
};
