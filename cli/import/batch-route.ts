import { type Answer, readAnswer } from './batch-answer.ts';
import { bodyOf } from './batches.ts';
import type { Row } from './row.ts';

/** Sends rows in one request, with a token; never rejects. */
export type PostBatch = (rows: readonly Row[], token: string) => Promise<Answer>;

interface Route {
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
    try {
      const response = await post(address, bodyOf(rows), token);
      return readAnswer(response, await response.text(), { rows: rows.length, dryRun });
    } catch (error) {
      return { status: 0, problem: { code: 'unreachable', detail: reasonOf(error) } };
    }
  };
};

const post = (address: string, body: string, token: string): Promise<Response> =>
  fetch(address, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body,
    // A redirect would carry rows and token to where nobody meant them to go.
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });

// `fetch` itself only says that it failed.
const reasonOf = (error: unknown): string => {
  const { cause = error } = error as { readonly cause?: unknown };
  const { code, message } = cause as { readonly code?: unknown; readonly message?: string };
  return message || String(code);
};
