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
import { fields as inputFields, type resellerSchema } from './schemas.ts';

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

/**
 * Returns the reseller with these fields and no others and the next version, or the same object
 * when nothing changes.
 */
export const replaceReseller = (reseller: CountedReseller, fields: Input<typeof createReseller>['body'], at: string): CountedReseller => {
  const ours = Object.fromEntries(Object.entries(reseller).filter(([name]) => !Object.hasOwn(inputFields, name)));
  return nextVersion(reseller, { ...ours, ...fields } as CountedReseller, at);
};

const OPERATORS = ['allowedUsers', 'allowedOrganizations', 'externalId'] as const;

/**
 * Refuses a change of its limits or its external id by the reseller itself (403). A taken external
 * id would tell it about other resellers.
 */
export const requireOperatorsKept = (before: Reseller, after: Reseller, caller: Caller): void => {
  if (!isBound(caller) || OPERATORS.every((name) => before[name] === after[name])) return;
  throw new Refusal('foreign-tenant', 'Only a token that is bound to no tenant may change the limits or the external id of a reseller.');
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
