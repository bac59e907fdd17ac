import type { FromSchema } from 'json-schema-to-ts';
import type { Caller } from '../shared/contract/caller.ts';
import { isBound } from '../shared/contract/caller.ts';
import type { Input } from '../shared/contract/contract.ts';
import { mergePatch } from '../shared/contract/merge-patch.ts';
import { Refusal } from '../shared/contract/problems.ts';
import { nextVersion } from '../shared/contract/versions.ts';
import type { createReseller } from './contract.ts';
import type { updateReseller } from './contract-changes.ts';
import { describeUsage, type Usage } from './limits.ts';
import type { resellerSchema } from './schemas.ts';

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
