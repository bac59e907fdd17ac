import type { FromSchema } from 'json-schema-to-ts';
import type { Caller } from '../shared/contract/caller.ts';
import { isBound } from '../shared/contract/caller.ts';
import type { Input } from '../shared/contract/contract.ts';
import { fieldsChanged, mergePatch } from '../shared/contract/merge-patch.ts';
import { pickBySchema } from '../shared/contract/pick-by-schema.ts';
import { Refusal } from '../shared/contract/problems.ts';
import { nextVersion } from '../shared/contract/versions.ts';
import { resellerEventKey } from '../shared/table/event-keys.ts';
import { type Change, firstVersion } from '../shared/table/events.ts';
import type { createReseller } from './contract.ts';
import type { updateReseller } from './contract-changes.ts';
import { describeUsage, levelsReached, type Usage } from './limits.ts';
import { resellerSchema } from './schemas.ts';

export type Reseller = FromSchema<typeof resellerSchema>;

/** A reseller with the number of its organizations. */
export interface CountedReseller extends Reseller {
  readonly organizationCount: number;
}

/** Makes a new reseller. */
export const openReseller = (
  fields: Input<typeof createReseller>['body'],
  { id, at }: { readonly id: string; readonly at: string },
): Reseller => ({
  ...fields,
  id,
  version: 1,
  createdAt: at,
  updatedAt: at,
});

/**
 * Returns the reseller with the patched fields and the next version, or the same object when
 * nothing changes.
 */
export const patchReseller = (reseller: CountedReseller, patch: Input<typeof updateReseller>['body'], at: string): CountedReseller =>
  nextVersion(reseller, mergePatch(reseller, patch) as CountedReseller, at);

/** Refuses a change of its limits by the reseller itself (403). */
export const requireLimitsKept = (before: Reseller, after: Reseller, caller: Caller): void => {
  const kept = before.allowedUsers === after.allowedUsers && before.allowedOrganizations === after.allowedOrganizations;
  if (kept || !isBound(caller)) return;
  throw new Refusal('foreign-tenant', 'Only a token that is bound to no tenant may change the limits of a reseller.');
};

/** Returns how many organizations a reseller has and may have. */
export const usageOf = ({
  organizationCount,
  allowedOrganizations,
}: Pick<CountedReseller, 'organizationCount' | 'allowedOrganizations'>): Usage => ({
  used: organizationCount,
  allowed: allowedOrganizations,
});

/** Returns the limits of a reseller as answers and events show them. */
export const limitsOf = (resellerId: string, usage: Usage) => ({ resellerId, organizations: describeUsage(usage) });

/** Returns the tenant and the keys of the events of a reseller. */
export const inReseller = (resellerId: string) => ({
  tenant: `/resellers/${resellerId}`,
  key: (eventId: string) => resellerEventKey(resellerId, eventId),
});

const dataOf = (reseller: Reseller) => pickBySchema(resellerSchema, reseller) as Readonly<Record<string, unknown>>;

/** The event of a new reseller. */
export const resellerCreated = (reseller: Reseller): Change => ({
  ...firstVersion,
  ...inReseller(reseller.id),
  name: 'reseller.created',
  data: dataOf(reseller),
  at: reseller.createdAt,
});

/** The event of a changed reseller. */
export const resellerUpdated = (before: Reseller, after: Reseller): Change => ({
  ...inReseller(after.id),
  ...fieldsChanged(dataOf(before), dataOf(after)),
  name: 'reseller.updated',
  data: dataOf(after),
  at: after.updatedAt,
  version: after.version,
  previousVersion: before.version,
});

/** The event of a deleted reseller, with its last state at the version that the delete made. */
export const resellerDeleted = (reseller: Reseller, at: string): Change => ({
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
export const limitsCrossed = (resellerId: string, before: Usage, after: Usage, version: number, at: string): readonly Change[] =>
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
