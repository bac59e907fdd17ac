import { insertCredential } from '../credentials/store.ts';
import { childrenIndex, contactKey, partnerKey, partnerNameKey, partnerReferenceKey } from '../shared/keys.ts';
import { Refusal } from '../shared/problems.ts';
import type { Table } from '../shared/table.ts';
import { check, type Item, put, type Write } from '../shared/transaction.ts';
import { type ParentReference, type Partner, parentInactive, parentNotFound } from './partner.ts';

/** Thrown when a random id is in use already, or the parent moved meanwhile: reading and drawing again mends it. */
export class DrawAgain extends Error {}

/** The partners of the installation. */
export const partnerStore = (table: Table) => ({
  find: async (id: number): Promise<Partner | undefined> => partnerOf(await table.get(partnerKey(id))),

  /** Finds a parent by its id, in one read, or by its name, in two. */
  findParent: async ({ id, name }: ParentReference): Promise<Partner | undefined> => {
    const owner = id ?? (await table.get(partnerNameKey(name ?? '')))?.owner;
    return owner === undefined ? undefined : partnerOf(await table.get(partnerKey(Number(owner))));
  },

  /** Stores a new partner with its contact and `alongside`, when its names are free and its parent is where it was and active. */
  insert: (partner: Partner, parent: Partner | undefined, alongside: readonly Write[]): Promise<void> =>
    table.commit([...alongside, ...(parent ? [parentStands(parent)] : []), ...claims(partner), ...entities(partner)]),
});

const partnerOf = (item: Item | undefined): Partner | undefined => item as Partner | undefined;

const parentStands = (parent: Partner): Write =>
  check(
    partnerKey(parent.id),
    { condition: 'isActive = :true AND ancestors = :ancestors', values: { ':true': true, ':ancestors': parent.ancestors } },
    (existing) => {
      if (!existing) return parentNotFound();
      return existing.isActive === true ? new DrawAgain() : parentInactive(parent.id);
    },
  );

const claims = ({ id, name, reference }: Partner): readonly Write[] => [
  put(partnerNameKey(name), { type: 'guard', owner: id }, () => taken('name-taken', 'name', name)),
  put(partnerReferenceKey(reference), { type: 'guard', owner: id }, () => taken('reference-taken', 'reference', reference)),
];

const taken = (code: 'name-taken' | 'reference-taken', member: string, value: string): Refusal =>
  new Refusal(code, `There is a partner with the ${member} ${value}.`, { members: { [member]: value } });

const entities = (partner: Partner): readonly Write[] => {
  const { id, contact, ancestors, createdAt } = partner;
  const parentId = ancestors.at(-1);
  const index = parentId === undefined ? {} : childrenIndex(parentId, createdAt, id);
  return [
    insertCredential({
      userName: contact.userName,
      partnerId: id,
      contactId: contact.id,
      userRole: contact.userRole,
      isActive: contact.isActive,
    }),
    put(partnerKey(id), { type: 'partner', ...partner, ...index }, () => new DrawAgain()),
    put(contactKey(id, contact.id), { type: 'contact', ...contact }, () => new DrawAgain()),
  ];
};
