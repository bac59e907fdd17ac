import type { Caller } from '../shared/contract/caller.ts';
import { Refusal } from '../shared/contract/problems.ts';
import { anyOf, isAbsent, where } from '../shared/table/condition.ts';
import { organizationExternalIdKey } from '../shared/table/external-id-keys.ts';
import { mayMove, NameNotHeldError } from '../shared/table/held-names.ts';
import { type Normalise, normalise } from '../shared/table/key-encoding.ts';
import { entryKey, type Key, organizationEmails, organizationNameKey } from '../shared/table/keys.ts';
import { NameTaken, type SpellingOf } from '../shared/table/name-taken.ts';
import { StaleReadError } from '../shared/table/retry-on-conflict.ts';
import { type Item, put, type RefusalOf, remove, type Write } from '../shared/table/transaction.ts';
import type { Organization } from './organization.ts';

interface Organizations {
  nameOf(resellerId: string, id: string): Promise<string | undefined>;
}

interface NamingRequest {
  readonly params: { readonly resellerId: string };
  readonly caller: Caller;
}

/** An entry that an organization claims, and the error when another has it. */
export interface Claim {
  readonly key: Key;
  readonly refusal: RefusalOf;
}

/**
 * Returns the writes by which an organization is found under its name, its external id and its
 * email, and no longer under those it had before. `held` is the form that its former name has in
 * its key. They refuse a name or an external id that another organization has (409), and fail with
 * a `NameNotHeldError` when the former name has another form in its key.
 */
export const claims = (
  resellerId: string,
  before: Organization | undefined,
  after: Organization | undefined,
  held: Normalise = normalise,
): readonly Write[] => {
  const [from, to] = [claimsOf(resellerId, before, held), claimsOf(resellerId, after, before?.name === after?.name ? held : normalise)];
  const ownerId = (after ?? before)?.id;
  const entry = { type: 'entry', ownerId };
  const own = where('ownerId', '=', ownerId);
  // An entry that it has already is not another organization's.
  const free = before && after ? anyOf(isAbsent(), own) : undefined;
  const isIn = (claims: readonly Claim[], { key }: Claim) => claims.some((claim) => isSame(claim.key, key));
  const kept = before && after && mayMove(before.name, after.name) ? to.filter((claim) => isIn(from, claim)) : [];
  return [
    ...to.filter((claim) => !isIn(from, claim)).map(({ key, refusal }) => put(key, entry, refusal, free)),
    ...from.filter((claim) => !isIn(to, claim)).map(({ key }) => remove(key, own, () => new NameNotHeldError())),
    ...kept.map(({ key }) => put(key, entry, () => new NameNotHeldError(), own)),
  ];
};

const claimsOf = (resellerId: string, organization: Organization | undefined, form: Normalise): readonly Claim[] => {
  if (!organization) return [];
  const { id, email } = organization;
  return [
    ...uniqueClaims(resellerId, organization, form),
    { key: entryKey(organizationEmails(resellerId), email, id), refusal: () => new StaleReadError() },
  ];
};

/** Returns the claims that only one organization may have, in the order in which they refuse. */
export const uniqueClaims = (
  resellerId: string,
  { name, externalId }: Pick<Organization, 'name' | 'externalId'>,
  form: Normalise = normalise,
): readonly Claim[] => [
  { key: organizationNameKey(resellerId, name, form), refusal: (entry) => nameTaken(name, entry) },
  ...(externalId === undefined
    ? []
    : [{ key: organizationExternalIdKey(resellerId, externalId), refusal: () => externalIdTaken(externalId) }]),
];

const isSame = (one: Key, other: Key): boolean => one.pk === other.pk && one.sk === other.sk;

const nameTaken = (name: string, entry: Item | undefined): NameTaken =>
  new NameTaken(
    { code: 'name-taken', member: 'name', detail: (spelling) => `The reseller has an organization named "${spelling}".` },
    name,
    entry,
  );

const externalIdTaken = (externalId: string): Refusal =>
  new Refusal('external-id-taken', `The reseller has an organization with the external id ${externalId}.`, { members: { externalId } });

/**
 * Gives the spelling of an organization's name that is taken, to a caller that may read
 * organizations.
 */
export const organizationSpelling =
  (organizations: Organizations, { params, caller }: NamingRequest): SpellingOf =>
  async ({ holder }) =>
    holder && caller.permissions.has('reseller:organization:read')
      ? organizations.nameOf(params.resellerId, String(holder.ownerId))
      : undefined;
