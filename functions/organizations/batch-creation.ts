import { MIN_CALL_MS, mayBegin } from '../shared/base/deadline.ts';
import { Refusal } from '../shared/contract/problems.ts';
import { timeOf } from '../shared/contract/time.ts';
import type { Operation } from '../shared/endpoint/endpoint.ts';
import { findEarlierAnswer } from '../shared/endpoint/idempotency.ts';
import type { Reply } from '../shared/http/idempotency.ts';
import { found } from '../shared/http/reply.ts';
import type { Table } from '../shared/table/table.ts';
import { openGroups } from './batch-group.ts';
import { createdRow, LATE, type RowResult, refused } from './batch-result.ts';
import { type BatchRequest, type Row, readRow } from './batch-row.ts';
import { answerTogether } from './batch-together.ts';
import { batchOrganizations as contract } from './contract-batch.ts';
import { type CreateDeps, createOrganization } from './creation.ts';

export interface BatchDeps extends CreateDeps {
  readonly table: Table;
  /** The time that a batch may take, in milliseconds; rows that are left then are refused. */
  readonly budget: number;
}

/**
 * Creates organizations in their order, each as a single create would. Those that one transaction
 * can create together are committed together; if it does not take place, each is created for
 * itself. In parallel they would only wait for each other, because they share a reseller.
 */
export const batchOrganizations: Operation<typeof contract, BatchDeps> = async (batch, deps) => {
  const end = timeOf(deps.now()) + deps.budget;
  const rows = batch.body.organizations;
  const groups = rows.length > 1 ? await openGroups(batch.params.resellerId, deps).catch(() => undefined) : undefined;
  const results: RowResult[] = [];
  let apart = groups ? 0 : rows.length;
  while (results.length < rows.length) {
    const index = results.length;
    const isOver = timeOf(deps.now()) > end || !mayBegin(LEAST_ROW_MS) || results.slice(-2).filter(isOutOfReach).length === 2;
    if (isOver) results.push(lateRow(batch, rows[index], index));
    else if (index < apart || !groups) results.push(await answerRow(batch, rows[index], index, deps));
    else {
      const { size, answers } = await answerTogether(batch, index, groups);
      results.push(...answers);
      if (answers.length === 0) apart = index + size;
    }
  }
  return found(contract, { results: results.map(({ result }) => result) });
};

// A row is a commit, at a threshold two.
const LEAST_ROW_MS = 2 * MIN_CALL_MS;

/** A table that is out of reach for two rows counts as such for the rest. */
const isOutOfReach = ({ code }: RowResult): boolean => code === 'dependency-unavailable' || code === LATE;

const answerRow = async (batch: BatchRequest, row: unknown, index: number, deps: BatchDeps): Promise<RowResult> => {
  try {
    return createdRow(await createOnce(readRow(batch, row, index), deps));
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
