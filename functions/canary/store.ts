import { thresholdsOf, UNLIMITED } from '../resellers/limits.ts';
import { timeOf } from '../shared/contract/time.ts';
import { canaryRunKey, canaryRuns } from '../shared/table/canary-keys.ts';
import { allOf, exists, isAbsent } from '../shared/table/condition.ts';
import { organizations, resellerKey } from '../shared/table/keys.ts';
import type { Table } from '../shared/table/table.ts';
import { change, put, type Write } from '../shared/table/transaction.ts';
import { CANARY_RESELLER } from './contract.ts';

/**
 * A run of the canary: when it began, and when the event of its organization arrived, if it has.
 */
export interface Run {
  readonly organizationId: string;
  readonly startedAt: string;
  readonly arrivedAt?: string;
}

// What another run has written is not needed any more.
const unrefused = () => undefined;

// The next run reads a run, and so does whoever investigates the night before.
const KEPT_SECONDS = 86_400;

// A run that dies leaves one organization behind.
const MAX_LEFT_BEHIND = 10;

/** Creates the store of runs and of the reserved reseller. */
export const canaryStore = (table: Table) => {
  /** Commits a write; false when it was not needed any more. */
  const commitOnce = async (write: Write): Promise<boolean> => (await table.tryCommit([write])) === undefined;

  return {
    /**
     * Creates the reserved reseller, unless it exists: without limits, in no list and without an
     * event.
     */
    createReseller: (at: string): Promise<boolean> => commitOnce(put(resellerKey(CANARY_RESELLER), resellerItem(at), unrefused)),

    /** Returns the write that records a run together with the organization it creates. */
    insertRun: ({ organizationId, startedAt }: Run): Write =>
      put(
        canaryRunKey(organizationId),
        { type: 'canary-run', organizationId, startedAt, expiresAt: Math.floor(timeOf(startedAt) / 1000) + KEPT_SECONDS },
        () => new Error(`the organization id ${organizationId} was drawn twice`),
      ),

    /**
     * Records that the event of a run arrived; false when it was recorded before, or there is no
     * such run.
     */
    recordArrival: (organizationId: string, at: string): Promise<boolean> =>
      commitOnce(change(canaryRunKey(organizationId), { set: { arrivedAt: at } }, FIRST_ARRIVAL, unrefused)),

    /** Returns the last runs, newest first. */
    listRuns: async (limit: number): Promise<readonly Run[]> =>
      (await table.range({ range: canaryRuns, limit, after: undefined, newestFirst: true })).items as unknown as readonly Run[],

    /** Returns the ids of organizations that runs have left behind. */
    listLeftBehind: async (): Promise<readonly string[]> =>
      (await table.range({ range: organizations(CANARY_RESELLER), limit: MAX_LEFT_BEHIND, after: undefined })).items.map(({ id }) =>
        String(id),
      ),
  };
};

const FIRST_ARRIVAL = allOf(exists(), isAbsent('arrivedAt'));

const resellerItem = (at: string) => ({
  type: 'reseller',
  id: CANARY_RESELLER,
  name: 'Canary',
  email: 'canary@tenantry.invalid',
  allowedUsers: UNLIMITED,
  allowedOrganizations: UNLIMITED,
  organizationCount: 0,
  ...thresholdsOf(UNLIMITED),
  version: 1,
  createdAt: at,
  updatedAt: at,
});

export type CanaryStore = ReturnType<typeof canaryStore>;
