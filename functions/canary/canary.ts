import { type CreateDeps, createOrganization } from '../organizations/creation.ts';
import { type DeleteDeps, deleteOrganization } from '../organizations/deletion.ts';
import { type ProblemCode, Refusal } from '../shared/contract/problems.ts';
import { timeOf } from '../shared/contract/time.ts';
import type { Reply } from '../shared/http/idempotency.ts';
import type { Origin } from '../shared/table/events.ts';
import { CANARY_RESELLER } from './contract.ts';
import type { CanaryStore } from './store.ts';

export interface CanaryDeps {
  readonly store: CanaryStore;
  readonly operations: CreateDeps & DeleteDeps;
  /**
   * Calls the API as any client does.
   * @throws {Error} unless it answers ok
   */
  readonly callApi: () => Promise<void>;
  readonly now: () => string;
  /** The milliseconds within which the event of a run must arrive. */
  readonly arrivalTimeoutMs: number;
}

/** A failed step of a run. */
export interface Fault {
  readonly step: 'write' | 'api' | 'event';
  readonly cause: unknown;
}

/**
 * Creates an organization in the reserved reseller and deletes it, with all that earlier runs left
 * behind. Calls the API from outside, and checks that the event of the run before has arrived. Two
 * runs at once do not disturb each other: an organization that is gone counts as deleted.
 */
export const runCanary = async (requestId: string, deps: CanaryDeps): Promise<readonly Fault[]> => {
  const faults = await Promise.all([
    runStep('write', () => createAndDelete(requestId, deps)),
    runStep('api', deps.callApi),
    runStep('event', () => requireArrival(deps)),
  ]);
  return faults.flat();
};

const runStep = async (step: Fault['step'], run: () => Promise<void>): Promise<readonly Fault[]> => {
  try {
    await run();
    return [];
  } catch (cause) {
    return [{ step, cause }];
  }
};

const createAndDelete = async (requestId: string, deps: CanaryDeps): Promise<void> => {
  const origin = { actor: 'tenantry', requestId, sourceIp: '' };
  const id = await create(origin, deps).catch(async (error: unknown) => {
    if (!hasCode(error, 'reseller-not-found')) throw error;
    await deps.store.createReseller(deps.now());
    return create(origin, deps);
  });
  for (const left of new Set([...(await deps.store.listLeftBehind()), id])) await remove(left, origin, deps);
};

const create = async (origin: Origin, { store, operations, now }: CanaryDeps): Promise<string> => {
  const body = { name: `Canary ${operations.newId()}`, email: 'canary@tenantry.invalid', allowedUsers: 1 };
  // Recorded with the organization in one transaction, so that each recorded run has an event.
  const remember = (reply: Reply) => [store.insertRun({ organizationId: idOf(reply), startedAt: now() })];
  return idOf(await createOrganization({ ...REQUEST, params: { resellerId: CANARY_RESELLER }, body, origin, remember }, operations));
};

const remove = async (id: string, origin: Origin, { operations }: CanaryDeps): Promise<void> => {
  try {
    await deleteOrganization({ ...REQUEST, params: { resellerId: CANARY_RESELLER, id }, body: {}, origin, remember: () => [] }, operations);
  } catch (error) {
    if (!hasCode(error, 'organization-not-found') && !hasCode(error, 'organization-deleted')) throw error;
  }
};

const REQUEST = { query: {}, header: {}, caller: { actor: 'tenantry', permissions: new Set<never>() } };

const idOf = ({ body = '{}' }: Reply): string => (JSON.parse(body) as { readonly id: string }).id;

const hasCode = (error: unknown, code: ProblemCode): boolean => error instanceof Refusal && error.code === code;

// The newest runs include those of this moment, whose events may still be in flight.
const LOOKED_AT = 10;

const requireArrival = async ({ store, now, arrivalTimeoutMs }: CanaryDeps): Promise<void> => {
  const due = timeOf(now()) - arrivalTimeoutMs;
  const before = (await store.listRuns(LOOKED_AT)).find(({ startedAt }) => timeOf(startedAt) <= due);
  if (before && before.arrivedAt === undefined) throw new Error(`the event of the run of ${before.startedAt} has not arrived`);
};
