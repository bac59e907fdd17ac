import validate from '../generated/batchOrganizations.js';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import { installationEvents, newId, now, uncountedTable } from '../shared/runtime.ts';
import { type BatchDeps, batchOrganizations } from './batch-creation.ts';
import { dryRunBatch } from './batch-dry-run.ts';
import { type BatchSlots, batchSlots } from './batch-slots.ts';
import { batchOrganizations as contract } from './contract-batch.ts';
import { organizationStore } from './store.ts';

/**
 * Runs a batch while it holds one of the reseller's slots, or refuses it (429): otherwise one
 * tenant could take all functions that may run at once.
 */
export const batchInSlot: Operation<typeof contract, BatchDeps & { readonly slots: BatchSlots }> = (batch, { slots, ...deps }) =>
  slots.hold(batch.params.resellerId, () => batchOrganizations(batch, deps));

// The gateway waits 30 seconds, and a row that meets contention or an outage may take eight.
const BUDGET_MS = 15_000;

export const handler = endpoint(contract, { validate, dryRun: dryRunBatch }, batchInSlot, ({ setting, table }) => ({
  organizations: organizationStore(table),
  record: installationEvents(setting),
  newId,
  now,
  table,
  budget: BUDGET_MS,
  // Slots are not counted as changes of a tenant.
  slots: batchSlots(uncountedTable(setting), Number(setting('BATCHES_AT_ONCE'))),
}));
