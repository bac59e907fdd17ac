import { Refusal } from '../shared/contract/problems.ts';
import { where } from '../shared/table/condition.ts';
import { partnerExternalIdKey } from '../shared/table/external-id-keys.ts';
import { formsOf, isSameName } from '../shared/table/held-names.ts';
import { type Key, partnerKey, partnerNameKey, partnerReferenceKey } from '../shared/table/keys.ts';
import { NameTaken } from '../shared/table/name-taken.ts';
import { StaleReadError } from '../shared/table/retry-on-conflict.ts';
import type { Table } from '../shared/table/table.ts';
import { type Item, put, type RefusalOf, remove, type Write } from '../shared/table/transaction.ts';
import { type Partner, parentId } from './partner.ts';

type Named = Pick<Partner, 'id' | 'name' | 'reference' | 'externalId' | 'ancestors'>;

/** Returns the writes that claim the name, the reference and the external id of a new partner. */
export const claimNames = (partner: Named): readonly Write[] => {
  const { id, name, reference } = partner;
  return [
    claim(id, partnerNameKey(name), (guard) => nameTaken(name, guard)),
    claim(id, partnerReferenceKey(reference), () => referenceTaken(reference)),
    ...moveExternalId(undefined, partner),
  ];
};

/**
 * Returns the writes that claim a partner's new name, reference and external id and free the old
 * ones; none when they stay the same. A move takes the external id to the new parent.
 */
export const reclaimNames = async (table: Pick<Table, 'get'>, before: Named, after: Named): Promise<readonly Write[]> => {
  const { id, name, reference } = after;
  return [
    ...(before.name === name ? [] : await rename(table, before, name)),
    ...swap(id, partnerReferenceKey(before.reference), partnerReferenceKey(reference), () => referenceTaken(reference)),
    ...moveExternalId(before, after),
  ];
};

const moveExternalId = (before: Named | undefined, after: Named): readonly Write[] => {
  const [from, to] = [before && externalIdKey(before), externalIdKey(after)];
  if (from?.pk === to?.pk) return [];
  return [
    ...(to ? [claim(after.id, to, () => externalIdTaken(after, String(after.externalId)))] : []),
    ...(from ? [free(after.id, from)] : []),
  ];
};

const externalIdKey = (partner: Named): Key | undefined =>
  partner.externalId === undefined ? undefined : partnerExternalIdKey(parentId(partner), partner.externalId);

const rename = async (table: Pick<Table, 'get'>, before: Named, name: string): Promise<readonly Write[]> => {
  await requireNameFree(table, name, before.id);
  return swap(before.id, await heldKey(table, before), partnerNameKey(name), (guard) => nameTaken(name, guard));
};

/**
 * Refuses a name that a partner other than `id` has under an older key (409). A condition on
 * today's key would not find it.
 */
export const requireNameFree = async (table: Pick<Table, 'get'>, name: string, id?: number): Promise<void> => {
  const holder = formsOf(name).length > 1 ? await findNamed(table, name) : undefined;
  if (holder && holder.id !== id) throw nameTaken(name, { ownerId: holder.id });
};

/** Finds the partner with a name, under today's key or an older one. */
export const findNamed = async (table: Pick<Table, 'get'>, name: string): Promise<Partner | undefined> => {
  for (const form of formsOf(name)) {
    const guard = await table.get(partnerNameKey(name, form));
    const partner = guard && ((await table.get(partnerKey(Number(guard.ownerId)))) as Partner | undefined);
    if (partner && isSameName(partner.name, name)) return partner;
  }
  return undefined;
};

const heldKey = async (table: Pick<Table, 'get'>, { id, name }: Named): Promise<Key> => {
  const [first = partnerNameKey(name), today] = formsOf(name).map((form) => partnerNameKey(name, form));
  return !today || (await table.get(first))?.ownerId === id ? first : today;
};

const swap = (owner: number, from: Key, to: Key, refusal: RefusalOf): readonly Write[] =>
  from.pk === to.pk ? [] : [claim(owner, to, refusal), free(owner, from)];

const free = (owner: number, key: Key): Write => remove(key, where('ownerId', '=', owner), () => new StaleReadError());

const claim = (owner: number, key: Key, refusal: RefusalOf): Write => put(key, { type: 'guard', ownerId: owner }, refusal);

const nameTaken = (name: string, holder: Item | undefined): NameTaken =>
  new NameTaken(
    { code: 'name-taken', member: 'name', detail: (spelling) => `There is a partner with the name ${spelling}.` },
    name,
    holder,
  );

const referenceTaken = (reference: string): Refusal =>
  new Refusal('reference-taken', `There is a partner with the reference ${reference}.`, { members: { reference } });

const externalIdTaken = (partner: Named, externalId: string): Refusal => {
  const parent = parentId(partner);
  const among = parent === undefined ? 'partners without a parent' : `children of the partner ${parent}`;
  return new Refusal('external-id-taken', `One of the ${among} has the external id ${externalId}.`, { members: { externalId } });
};
