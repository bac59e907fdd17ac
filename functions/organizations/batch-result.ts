import { problemOf, refusalOf } from '../shared/endpoint/answer-problems.ts';
import type { Reply } from '../shared/http/idempotency.ts';
import type { BatchRequest } from './batch-row.ts';

/** Returns the result of a row that was created, from the answer of its create. */
export const resultOf = ({ status, headers, body = '{}' }: Reply): object => ({
  status,
  location: headers.location,
  ...(headers['idempotency-replayed'] && { replayed: true }),
  body: JSON.parse(body) as object,
});

/** Returns the result of a row that was refused. */
export const refusedRow = (error: unknown, { origin }: BatchRequest): object => {
  const body = problemOf(refusalOf(error), origin.requestId);
  return { status: body.status, body };
};
