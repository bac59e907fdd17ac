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
  /** Calls the API as anybody would. @throws unless it is well */
  readonly callApi: () => Promise<void>;
  readonly now: () => string;
  /** After how many milliseconds the event of a run must have arrived. */
  readonly patience: number;
}

/** What a run found to be broken. */
export interface Fault {
  readonly step: 'write' | 'api' | 'event';
  readonly cause: unknown;
}

/**
 * Creates an organization in the reserved reseller and deletes it again, with all that runs before have left behind; calls the API from outside; and looks
 * whether the event of the run before has arrived. Two runs at once do not disturb each other: what is gone already is gone.
 */
export const runCanary = async (requestId: string, deps: CanaryDeps): Promise<readonly Fault[]> => {
  const faults = await Promise.all([
    attempted('write', () => createAndDelete(requestId, deps)),
    attempted('api', deps.callApi),
    attempted('event', () => requireArrival(deps)),
  ]);
  return faults.flat();
};

const attempted = async (step: Fault['step'], run: () => Promise<void>): Promise<readonly Fault[]> => {
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
    await deps.store.openReseller(deps.now());
    return create(origin, deps);
  });
  for (const left of new Set([...(await deps.store.leftBehind()), id])) await remove(left, origin, deps);
};

const create = async (origin: Origin, { store, operations, now }: CanaryDeps): Promise<string> => {
  const body = { name: `Canary ${operations.newId()}`, email: 'canary@tenantry.invalid', allowedUsers: 1 };
  // Noted with the organization in one transaction, so that there is an event to come for each run that is noted.
  const remember = (reply: Reply) => [store.begun({ organizationId: idOf(reply), startedAt: now() })];
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

// Among the newest are runs of this moment, whose events may still be on their way.
const LOOKED_AT = 10;

const requireArrival = async ({ store, now, patience }: CanaryDeps): Promise<void> => {
  const due = timeOf(now()) - patience;
  const before = (await store.runs(LOOKED_AT)).find(({ startedAt }) => timeOf(startedAt) <= due);
  if (before && before.arrivedAt === undefined) throw new Error(`the event of the run of ${before.startedAt} has not arrived`);
};
