import { DecideAgain } from '../shared/decide-again.ts';
import { type Key, partnerNameKey, partnerReferenceKey } from '../shared/keys.ts';
import { Refusal } from '../shared/problems.ts';
import { put, remove, type Write } from '../shared/transaction.ts';
import type { Partner } from './partner.ts';

type Named = Pick<Partner, 'id' | 'name' | 'reference'>;

/** The writes that claim a partner's name and reference, and free those it had before; none when they stay the same. */
export const claims = (before: Named | undefined, { id, name, reference }: Named): readonly Write[] => [
  ...swap(id, before && partnerNameKey(before.name), partnerNameKey(name), () => taken('name-taken', 'name', name)),
  ...swap(id, before && partnerReferenceKey(before.reference), partnerReferenceKey(reference), () =>
    taken('reference-taken', 'reference', reference),
  ),
];

const swap = (owner: number, from: Key | undefined, to: Key, refusal: () => Refusal): readonly Write[] => {
  if (from?.pk === to.pk) return [];
  const freed = from && remove(from, { condition: 'ownerId = :owner', values: { ':owner': owner } }, () => new DecideAgain());
  return [put(to, { type: 'guard', ownerId: owner }, refusal), ...(freed ? [freed] : [])];
};

const taken = (code: 'name-taken' | 'reference-taken', member: string, value: string): Refusal =>
  new Refusal(code, `There is a partner with the ${member} ${value}.`, { members: { [member]: value } });
