import { type ProblemCode, Refusal } from '../shared/contract/problems.ts';
import { problemOf, refusalOf } from '../shared/endpoint/answer-problems.ts';
import type { Reply } from '../shared/http/idempotency.ts';
import type { BatchRequest } from './batch-row.ts';
import { batchOrganizations as contract } from './contract-batch.ts';

/** The code of a row that was not reached. */
export const LATE = 'late';

/** The result of a row, and the code of its refusal. */
export interface RowResult {
  readonly result: object;
  readonly code?: ProblemCode | typeof LATE;
}

/** Returns the result of a row that was created, from the answer of its create. */
export const createdRow = ({ status, headers, body = '{}' }: Reply): RowResult => ({
  result: {
    status,
    location: headers.location,
    ...(headers['idempotency-replayed'] && { replayed: true }),
    body: JSON.parse(body) as object,
  },
});

/** Returns the result of a row that was refused, and counts the refusal. */
export const refused = (error: unknown, { origin }: BatchRequest): RowResult => {
  const body = problemOf(refusalOf(error, contract, origin.requestId), origin.requestId);
  return { result: { status: body.status, body }, ...(error instanceof Refusal && { code: error.code }) };
};
