import { DecideAgain } from '../shared/decide-again.ts';
import { formsOf, isSameName } from '../shared/held-names.ts';
import { type Key, partnerKey, partnerNameKey, partnerReferenceKey } from '../shared/keys.ts';
import { Refusal } from '../shared/problems.ts';
import type { Table } from '../shared/table.ts';
import { Taken } from '../shared/taken.ts';
import { type Explain, type Item, put, remove, type Write } from '../shared/transaction.ts';
import type { Partner } from './partner.ts';

type Named = Pick<Partner, 'id' | 'name' | 'reference'>;

/** The writes that claim a partner's name and reference, and free those it had before; none when they stay the same. */
export const claims = async (
  table: Pick<Table, 'get'>,
  before: Named | undefined,
  { id, name, reference }: Named,
): Promise<readonly Write[]> => [
  ...(before && isSameName(before.name, name) ? [] : await rename(table, before, { id, name })),
  ...swap(id, before && partnerReferenceKey(before.reference), partnerReferenceKey(reference), () => referenceTaken(reference)),
];

const rename = async (
  table: Pick<Table, 'get'>,
  before: Named | undefined,
  { id, name }: Pick<Named, 'id' | 'name'>,
): Promise<readonly Write[]> => {
  // Another partner may hold the name under the key of before: today's would not stand in the way.
  const holder = formsOf(name).length > 1 ? await findNamed(table, name) : undefined;
  if (holder && holder.id !== id) throw nameTaken(name, { ownerId: holder.id });
  return swap(id, before && (await heldKey(table, before)), partnerNameKey(name), (guard) => nameTaken(name, guard));
};

/** The partner with that name, wherever its key stands. */
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

const swap = (owner: number, from: Key | undefined, to: Key, refusal: Explain): readonly Write[] => {
  if (from?.pk === to.pk) return [];
  const freed = from && remove(from, { condition: 'ownerId = :owner', values: { ':owner': owner } }, () => new DecideAgain());
  return [put(to, { type: 'guard', ownerId: owner }, refusal), ...(freed ? [freed] : [])];
};

const nameTaken = (name: string, holder: Item | undefined): Taken =>
  new Taken({ code: 'name-taken', member: 'name', detail: (spelling) => `There is a partner with the name ${spelling}.` }, name, holder);

const referenceTaken = (reference: string): Refusal =>
  new Refusal('reference-taken', `There is a partner with the reference ${reference}.`, { members: { reference } });
