import validate from '../generated/batchOrganizations.js';
import { answered } from '../shared/endpoint/answer-once.ts';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import type { Reply } from '../shared/idempotency.ts';
import { Refusal } from '../shared/problems.ts';
import { found } from '../shared/reply.ts';
import { installationEvents, newId, now } from '../shared/runtime.ts';
import type { Table } from '../shared/table.ts';
import { rehearseBatch } from './batch-rehearsal.ts';
import { refusedRow, resultOf } from './batch-result.ts';
import { type BatchRequest, type Row, readRow } from './batch-row.ts';
import { batchOrganizations as contract } from './contract-batch.ts';
import { type CreateDeps, createOrganization } from './create.ts';
import { organizationStore } from './store.ts';

export interface BatchDeps extends CreateDeps {
  readonly table: Table;
  /** The time, in milliseconds, that a batch may take before the rest of its rows is left to the next. */
  readonly budget: number;
}

/** Creates organizations one after another, each as a single create would: they share a reseller, at which they could only wait for each other. */
export const batchOrganizations: Operation<typeof contract, BatchDeps> = async (batch, deps) => {
  const end = Date.parse(deps.now()) + deps.budget;
  const results: object[] = [];
  for (const [index, row] of batch.body.organizations.entries()) {
    results.push(await answerRow(batch, row, index, { ...deps, isLate: () => Date.parse(deps.now()) > end }));
  }
  return found(contract, { results });
};

interface RowDeps extends BatchDeps {
  readonly isLate: () => boolean;
}

const answerRow = async (batch: BatchRequest, row: unknown, index: number, deps: RowDeps): Promise<object> => {
  try {
    const read = readRow(batch, row, index);
    if (deps.isLate()) throw late();
    return resultOf(await createOnce(read, deps));
  } catch (error) {
    return refusedRow(error, batch);
  }
};

/** Creates a row's organization, or answers what it was answered before under its key. */
const createOnce = async ({ request, keyed }: Row, deps: BatchDeps): Promise<Reply> => {
  try {
    return await createOrganization(request, deps);
  } catch (error) {
    const before = keyed && (await answered(error, keyed, deps.table));
    if (!before) throw error;
    return before;
  }
};

const late = () => new Refusal('contention', 'The batch had no time left for this row; repeat it with its key.');

// The gateway waits 30 seconds, and a row may take a few.
const BUDGET_MS = 20_000;

export const handler = endpoint(contract, { validate, dryRun: rehearseBatch }, batchOrganizations, ({ setting, table }) => ({
  organizations: organizationStore(table),
  record: installationEvents(setting),
  newId,
  now,
  table,
  budget: BUDGET_MS,
}));
