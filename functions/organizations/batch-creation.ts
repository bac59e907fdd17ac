import { MIN_CALL_MS, mayBegin } from '../shared/base/deadline.ts';
import { type ProblemCode, Refusal } from '../shared/contract/problems.ts';
import { timeOf } from '../shared/contract/time.ts';
import type { Operation } from '../shared/endpoint/endpoint.ts';
import { findEarlierAnswer } from '../shared/endpoint/idempotency.ts';
import type { Reply } from '../shared/http/idempotency.ts';
import { found } from '../shared/http/reply.ts';
import type { Table } from '../shared/table/table.ts';
import { refusedRow, resultOf } from './batch-result.ts';
import { type BatchRequest, type Row, readRow } from './batch-row.ts';
import { batchOrganizations as contract } from './contract-batch.ts';
import { type CreateDeps, createOrganization } from './creation.ts';

export interface BatchDeps extends CreateDeps {
  readonly table: Table;
  /** The time that a batch may take, in milliseconds; rows that are left then are refused. */
  readonly budget: number;
}

/**
 * Creates organizations one after another, each as a single create would. In parallel they would
 * only wait for each other, because they share a reseller.
 */
export const batchOrganizations: Operation<typeof contract, BatchDeps> = async (batch, deps) => {
  const end = timeOf(deps.now()) + deps.budget;
  const results: RowResult[] = [];
  for (const [index, row] of batch.body.organizations.entries()) {
    const isOver = timeOf(deps.now()) > end || !mayBegin(LEAST_ROW_MS) || results.slice(-2).filter(isOutOfReach).length === 2;
    results.push(isOver ? lateRow(batch, row, index) : await answerRow(batch, row, index, deps));
  }
  return found(contract, { results: results.map(({ result }) => result) });
};

/** The result of a row, and the code of its refusal. */
interface RowResult {
  readonly result: object;
  readonly code?: ProblemCode | typeof LATE;
}

const LATE = 'late';
// A row is a commit, at a threshold two.
const LEAST_ROW_MS = 2 * MIN_CALL_MS;

/** A table that is out of reach for two rows counts as such for the rest. */
const isOutOfReach = ({ code }: RowResult): boolean => code === 'dependency-unavailable' || code === LATE;

const answerRow = async (batch: BatchRequest, row: unknown, index: number, deps: BatchDeps): Promise<RowResult> => {
  try {
    return { result: resultOf(await createOnce(readRow(batch, row, index), deps)) };
  } catch (error) {
    return refused(error, batch);
  }
};

/** Refuses a row for lack of time, or for what is wrong with it. */
const lateRow = (batch: BatchRequest, row: unknown, index: number): RowResult => {
  try {
    readRow(batch, row, index);
    return {
      ...refused(new Refusal('contention', 'The batch could not reach this row in time; repeat it with its key.'), batch),
      code: LATE,
    };
  } catch (error) {
    return { ...refused(error, batch), code: LATE };
  }
};

const refused = (error: unknown, batch: BatchRequest): RowResult => ({
  result: refusedRow(error, batch),
  ...(error instanceof Refusal && { code: error.code }),
});

/** Creates the organization of a row, or returns the answer that was stored under its key. */
const createOnce = async ({ request, keyed }: Row, deps: BatchDeps): Promise<Reply> => {
  try {
    return await createOrganization(request, deps);
  } catch (error) {
    const before = keyed && (await findEarlierAnswer(error, keyed, deps.table));
    if (!before) throw error;
    return before;
  }
};
