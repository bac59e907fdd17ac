import type { EventDeclaration } from '../shared/contract/event.ts';
import { fieldsChanged } from '../shared/contract/merge-patch.ts';
import { pickBySchema } from '../shared/contract/pick-by-schema.ts';
import { resellerEventKey } from '../shared/table/event-keys.ts';
import { type Change, firstVersion, type Snapshot } from '../shared/table/events.ts';
import { levelsReached, type Usage } from './limits.ts';
import { type CountedReseller, limitsOf, type Reseller, usageOf } from './reseller.ts';
import { answer, limitsSchema, resellerSchema } from './schemas.ts';

const declared = (summary: string) => ({ summary, data: resellerSchema, sample: answer });
const ofLimits = (summary: string) => ({ summary, data: limitsSchema, sample: limitsOf(answer.id, { used: 20, allowed: 25 }) });

/** The events of resellers and of their limits. */
export const resellerEvents = {
  'reseller.created': declared('A reseller was created'),
  'reseller.updated': declared('A reseller was changed'),
  'reseller.deleted': declared('A reseller was deleted'),
  'reseller.limit.approaching': ofLimits('A reseller has reached 80 % of its limit of organizations'),
  'reseller.limit.reached': ofLimits('A reseller has reached its limit of organizations'),
} as const satisfies Readonly<Record<string, EventDeclaration>>;

/** The snapshots of resellers, which a backfill sends. */
export const resellerSnapshots = {
  'reseller.snapshot': declared('The present state of a reseller, which a backfill sends'),
} as const satisfies Readonly<Record<string, EventDeclaration>>;

type ResellerChange = Change<keyof typeof resellerEvents>;

/** Returns the tenant and the keys of the events of a reseller. */
export const inReseller = (resellerId: string) => ({
  tenant: `/resellers/${resellerId}`,
  key: (eventId: string) => resellerEventKey(resellerId, eventId),
});

const dataOf = (reseller: Reseller) => pickBySchema(resellerSchema, reseller) as Readonly<Record<string, unknown>>;

/** The event of a new reseller. */
export const resellerCreated = (reseller: Reseller): ResellerChange => ({
  ...firstVersion,
  ...inReseller(reseller.id),
  name: 'reseller.created',
  data: dataOf(reseller),
  at: reseller.createdAt,
});

/** The event of a changed reseller. */
const resellerUpdated = (before: Reseller, after: Reseller): ResellerChange => ({
  ...inReseller(after.id),
  ...fieldsChanged(dataOf(before), dataOf(after)),
  name: 'reseller.updated',
  data: dataOf(after),
  at: after.updatedAt,
  version: after.version,
  previousVersion: before.version,
});

/** Creates the snapshot of a reseller. */
export const resellerSnapshot = (reseller: Reseller): Snapshot<keyof typeof resellerSnapshots> => ({
  name: 'reseller.snapshot',
  data: dataOf(reseller),
  at: reseller.updatedAt,
  version: reseller.version,
  tenant: inReseller(reseller.id).tenant,
  entity: reseller.id,
});

/** The event of a deleted reseller, with its last state at the version that the delete made. */
export const resellerDeleted = (reseller: Reseller, at: string): ResellerChange => ({
  ...inReseller(reseller.id),
  name: 'reseller.deleted',
  data: { ...dataOf(reseller), version: reseller.version + 1 },
  at,
  version: reseller.version + 1,
  previousVersion: reseller.version,
  changed: [],
  previous: {},
});

/** Returns the events of the thresholds that a change crosses; the reseller keeps its version. */
export const limitsCrossed = (resellerId: string, before: Usage, after: Usage, version: number, at: string): readonly ResellerChange[] =>
  levelsReached(before, after).map((name) => ({
    ...inReseller(resellerId),
    name,
    data: limitsOf(resellerId, after),
    at,
    version,
    previousVersion: version,
    changed: [],
    previous: {},
  }));

/** Returns the events of a changed reseller: itself, and each threshold that new limits cross. */
export const resellerChanged = (before: CountedReseller, after: CountedReseller): readonly ResellerChange[] => [
  resellerUpdated(before, after),
  ...limitsCrossed(after.id, usageOf(before), usageOf(after), after.version, after.updatedAt),
];
