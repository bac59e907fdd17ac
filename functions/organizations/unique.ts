import type { Caller } from '../shared/caller.ts';
import { DecideAgain } from '../shared/decide-again.ts';
import { isSameName, NotHeld } from '../shared/held-names.ts';
import { entryKey, type Key, organizationEmails, organizationExternalIdKey, organizationNameKey } from '../shared/keys.ts';
import { Refusal } from '../shared/problems.ts';
import { type Normalise, normalise } from '../shared/spelling.ts';
import { type SpellingOf, Taken } from '../shared/taken.ts';
import { type Explain, type Item, put, remove, type Write } from '../shared/transaction.ts';
import type { Organization } from './organization.ts';

interface Organizations {
  nameOf(resellerId: string, id: string): Promise<string | undefined>;
}

/** An entry that an organization claims, and the error when another has it. */
export interface Claim {
  readonly key: Key;
  readonly refusal: Explain;
}

/**
 * The writes that make an organization found by its name, its external id and its email, and no more by those it had before; none for what stays
 * the same. A name or an external id that another one has is refused (409). `held` is the form in which the name it had stands in its key.
 * The writes throw `NotHeld` when it stands there in another.
 */
export const claims = (
  resellerId: string,
  before: Organization | undefined,
  after: Organization | undefined,
  held: Normalise = normalise,
): readonly Write[] => {
  const stays = before && after && isSameName(before.name, after.name);
  const [from, to] = [claimsOf(resellerId, before, held), claimsOf(resellerId, after, stays ? held : normalise)];
  const ownerId = (after ?? before)?.id;
  const freed = from.filter(({ key }) => !to.some((claim) => isSame(claim.key, key)));
  const taken = to.filter(({ key }) => !from.some((claim) => isSame(claim.key, key)));
  return [
    ...taken.map(({ key, refusal }) => put(key, { type: 'entry', ownerId }, refusal)),
    ...freed.map(({ key }) => remove(key, { condition: 'ownerId = :owner', values: { ':owner': ownerId } }, () => new NotHeld())),
  ];
};

const claimsOf = (resellerId: string, organization: Organization | undefined, form: Normalise): readonly Claim[] => {
  if (!organization) return [];
  const { id, email } = organization;
  return [
    ...uniqueClaims(resellerId, organization, form),
    { key: entryKey(organizationEmails(resellerId), email, id), refusal: () => new DecideAgain() },
  ];
};

/** What of an organization only one may have, in the order in which it is refused. */
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

const nameTaken = (name: string, entry: Item | undefined): Taken =>
  new Taken(
    { code: 'name-taken', member: 'name', detail: (spelling) => `The reseller has an organization named "${spelling}".` },
    name,
    entry,
  );

const externalIdTaken = (externalId: string): Refusal =>
  new Refusal('external-id-taken', `The reseller has an organization with the external id ${externalId}.`, { members: { externalId } });

/** How an organization's name is spelled that another has, for a caller that may read it. */
export const ownersSpelling =
  (organizations: Organizations, resellerId: string, caller: Caller): SpellingOf =>
  async ({ holder }) =>
    holder && caller.permissions.has('reseller:organization:read') ? organizations.nameOf(resellerId, String(holder.ownerId)) : undefined;
