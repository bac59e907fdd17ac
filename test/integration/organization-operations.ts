import type { Input } from '../../functions/shared/contract/contract.ts';
import { PERMISSIONS } from '../../functions/shared/contract/permissions.ts';
import { Refusal } from '../../functions/shared/contract/problems.ts';
import type { Reply } from '../../functions/shared/http/idempotency.ts';
import { newId, now } from '../../functions/shared/runtime.ts';
import { eventRecorder } from '../../functions/shared/table/events.ts';
import type { Table } from '../../functions/shared/table/table.ts';
import type { Item } from '../../functions/shared/table/transaction.ts';
import type { Outcome } from './schedule.ts';

type Whole = Input<typeof import('../../functions/organizations/contract.ts').createOrganization>['body'];
type Patch = Input<typeof import('../../functions/organizations/contract-changes.ts').updateOrganization>['body'];

// It may not read: a refusal then looks for no owner, so that what is decided has the fewest
// orders.
const permissions = new Set(PERMISSIONS.filter((permission) => permission !== 'reseller:organization:read'));
const caller = { actor: 'token:operator', permissions };
export const request = {
  ...{ caller, query: {}, header: {}, remember: () => [] },
  origin: { actor: caller.actor, requestId: 'request-1', sourceIp: '192.0.2.7' },
};

/** The operations on organizations, each to be run on a table of its own. */
export const loadOperations = async () => {
  const [{ organizationStore }, create, get, put, update, remove, restore] = await Promise.all([
    import('../../functions/organizations/store.ts'),
    import('../../functions/organizations/creation.ts'),
    import('../../functions/organizations/get.ts'),
    import('../../functions/organizations/put.ts'),
    import('../../functions/organizations/update.ts'),
    import('../../functions/organizations/deletion.ts'),
    import('../../functions/organizations/restore.ts'),
  ]);
  const record = eventRecorder({ newId, retentionDays: 400 });
  const deps = (table: Table) => ({ organizations: organizationStore(table), record, newId, now, restoreDays: 30 });
  return {
    create: (resellerId: string, body: Item) => (table: Table) =>
      create.createOrganization({ ...request, params: { resellerId }, body: body as unknown as Whole }, deps(table)),
    get: (resellerId: string, id: unknown) => (table: Table) =>
      get.getOrganization({ ...request, params: { resellerId, id: String(id) }, body: {} }, deps(table)),
    put: (resellerId: string, externalId: string, body: Item) => (table: Table) =>
      put.putOrganization({ ...request, params: { resellerId, externalId }, body: body as unknown as Whole }, deps(table)),
    patch: (resellerId: string, id: unknown, body: Item) => (table: Table) =>
      update.updateOrganization({ ...request, params: { resellerId, id: String(id) }, body: body as Patch }, deps(table)),
    remove: (resellerId: string, id: unknown) => (table: Table) =>
      remove.deleteOrganization({ ...request, params: { resellerId, id: String(id) }, body: {} }, deps(table)),
    restore: (resellerId: string, id: unknown) => (table: Table) =>
      restore.restoreOrganization({ ...request, params: { resellerId, id: String(id) }, body: {} }, deps(table)),
  };
};

/**
 * What an operation came to: its status, or the code of its refusal. Anything else that was thrown
 * is a defect.
 */
export const cameTo = (outcome: Outcome): number | string => {
  if (outcome.status === 'fulfilled') return (outcome.value as Reply).status;
  if (outcome.reason instanceof Refusal) return outcome.reason.code;
  throw outcome.reason;
};

/** What it answered. */
export const answerOf = (outcome: Outcome | undefined): Item =>
  outcome?.status === 'fulfilled' ? (JSON.parse((outcome.value as Reply).body ?? '{}') as Item) : {};
