import { DecideAgain } from '../shared/decide-again.ts';
import { entryKey, type Key, organizationEmails, organizationExternalIdKey, organizationNameKey } from '../shared/keys.ts';
import { Refusal } from '../shared/problems.ts';
import { put, remove, type Write } from '../shared/transaction.ts';
import type { Organization } from './organization.ts';

/** An entry that an organization claims, and the error when another has it. */
export interface Claim {
  readonly key: Key;
  readonly refusal: () => Error;
}

/**
 * The writes that make an organization found by its name, its external id and its email, and no more by those it had before; none for what stays
 * the same. A name or an external id that another one has is refused (409).
 */
export const claims = (resellerId: string, before: Organization | undefined, after: Organization | undefined): readonly Write[] => {
  const [from, to] = [claimsOf(resellerId, before), claimsOf(resellerId, after)];
  const ownerId = (after ?? before)?.id;
  const freed = from.filter(({ key }) => !to.some((claim) => isSame(claim.key, key)));
  const taken = to.filter(({ key }) => !from.some((claim) => isSame(claim.key, key)));
  return [
    ...taken.map(({ key, refusal }) => put(key, { type: 'entry', ownerId }, refusal)),
    ...freed.map(({ key }) => remove(key, { condition: 'ownerId = :owner', values: { ':owner': ownerId } }, () => new DecideAgain())),
  ];
};

const claimsOf = (resellerId: string, organization: Organization | undefined): readonly Claim[] => {
  if (!organization) return [];
  const { id, email } = organization;
  return [
    ...uniqueClaims(resellerId, organization),
    { key: entryKey(organizationEmails(resellerId), email, id), refusal: () => new DecideAgain() },
  ];
};

/** What of an organization only one may have, in the order in which it is refused. */
export const uniqueClaims = (resellerId: string, { name, externalId }: Pick<Organization, 'name' | 'externalId'>): readonly Claim[] => [
  { key: organizationNameKey(resellerId, name), refusal: () => nameTaken(name) },
  ...(externalId === undefined
    ? []
    : [{ key: organizationExternalIdKey(resellerId, externalId), refusal: () => externalIdTaken(externalId) }]),
];

const isSame = (one: Key, other: Key): boolean => one.pk === other.pk && one.sk === other.sk;

const nameTaken = (name: string): Refusal =>
  new Refusal('name-taken', `The reseller has an organization named "${name}".`, { members: { name } });

const externalIdTaken = (externalId: string): Refusal =>
  new Refusal('external-id-taken', `The reseller has an organization with the external id ${externalId}.`, { members: { externalId } });
