import { problemOf, refusalOf } from '../shared/endpoint/answer-problems.ts';
import type { Reply } from '../shared/http/idempotency.ts';
import type { BatchRequest } from './batch-row.ts';

/** What the answer of a single create is in a batch. */
export const resultOf = ({ status, headers, body = '{}' }: Reply): object => ({
  status,
  location: headers.location,
  ...(headers['idempotency-replayed'] && { replayed: true }),
  body: JSON.parse(body) as object,
});

/** What the refusal of a single create is in a batch. */
export const refusedRow = (error: unknown, { origin }: BatchRequest): object => {
  const body = problemOf(refusalOf(error), origin.requestId);
  return { status: body.status, body };
};
