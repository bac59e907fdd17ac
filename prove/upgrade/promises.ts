import { quietFaults } from '../checks/quiet.ts';
import type { Violation } from '../shared/part.ts';
import type { System } from '../system/system.ts';

/** All that the part looks at; one that a run never came to is broken as well. */
export const PROMISES = [
  'an event that the release wrote is on the bus',
  'what the release listed is answered the same',
  'what the release read is answered the same',
  'a keyed request of the release is answered as the first time',
  'what the release made is changed',
  'what the release deleted is restored',
  'what the release made is deleted',
  'what was deleted since is restored',
  'a dead letter of the release is redelivered',
  'a change of what the release made reaches its endpoint',
  'an event of the release is replayed to its endpoint',
  'a webhook of today verifies with the keys of the release',
  'a webhook of the release verifies with the keys of today',
  'a restore publishes nothing',
  'a runtime goes on, and its functions have the rights they need',
  'an entity is as it was at the moment',
  'what was deleted since is there again',
  'what was created since is not there',
  'a name that was given up since is taken again',
  'a name and an external id of since can be taken, by a new id',
  'a keyed request of before is answered as the first time',
  'a keyed request of since creates again',
  'a credential of since does not sign in',
  'a credential that was deleted since signs in again',
  'a replay changes nothing in the table',
  'a replay sends each event of since once, as it was',
  'a replay sends nothing else',
  'events of before do not come again',
  'a replayed webhook verifies',
  'a consumer that detects duplicates passes over a replay',
  'a change has a version that consumers had, and is passed over',
  'a backfill sends each entity',
  'a backfill alone leaves a consumer with what it had since',
  'a consumer that forgets first has the table after a backfill',
  'an endpoint of since is unknown to the API',
  'an endpoint that was deleted since looks healthy',
  'an endpoint of since still gets events',
  'an endpoint that was deleted since gets none',
  'orphaned-endpoints sets up those that were deleted since',
  'orphaned-endpoints leaves those of since',
  'orphaned-endpoints --delete ends those of since',
] as const;

/**
 * Collects how often each of the declared promises was looked at, and where one did not hold. One
 * that was never looked at is a violation: nothing shows that it holds.
 */
export const openPromises = <Name extends string>(declared: readonly Name[]) => {
  const counts = new Map(declared.map((promise) => [promise, 0]));
  const broken: Violation[] = [];
  return {
    /** Notes that a promise was looked at, and what breaks it if it did not hold. */
    check(promise: Name, holds: boolean, detail: string, evidence?: unknown): void {
      counts.set(promise, (counts.get(promise) ?? 0) + 1);
      if (!holds) broken.push({ promise, detail, ...(evidence !== undefined && { evidence }) });
    },
    /** Returns how often each was looked at, by its name. */
    figures: (): Readonly<Record<string, number>> => Object.fromEntries(counts),
    violations: (): readonly Violation[] => [
      ...broken,
      ...[...counts].flatMap(([promise, times]) => (times === 0 ? [{ promise, detail: 'never looked at' }] : [])),
    ],
  };
};

/** Holds a system to what it must never say of itself. */
export const checkQuiet = (system: System, promises: Promises): void => {
  const faults = quietFaults(system);
  const detail = faults.map(({ promise, detail }) => `${promise}: ${detail}`).join('; ');
  promises.check('a runtime goes on, and its functions have the rights they need', faults.length === 0, detail);
};

export type Promises = ReturnType<typeof openPromises<(typeof PROMISES)[number]>>;
