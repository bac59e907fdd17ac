import { allOf, type Condition, where } from '../shared/table/condition.ts';
import { children, listed, partnerKey, partnerReferenceKey, treePlace } from '../shared/table/keys.ts';
import { StaleReadError } from '../shared/table/retry-on-conflict.ts';
import type { Table } from '../shared/table/table.ts';
import { change, check, type Item, put, type RefusalOf, type Write } from '../shared/table/transaction.ts';
import type { Contact } from './contacts/contact.ts';
import { contactStore, insertContact } from './contacts/store.ts';
import { MAX_BRANCH, MAX_LEVELS, parentInactive, parentNotFound } from './hierarchy.ts';
import { type ParentReference, type Partner, parentId, pathOf } from './partner.ts';
import { claims, findNamed, firstClaims, requireNameFree } from './unique-names.ts';

/** What a new partner is stored with; what stands before it refuses first. */
interface Alongside {
  readonly before: readonly Write[];
  readonly after: readonly Write[];
}

/** The partners of the installation. */
export const partnerStore = (table: Table) => ({
  find: async (id: number): Promise<Partner | undefined> => partnerOf(await table.get(partnerKey(id))),

  findByName: (name: string): Promise<Partner | undefined> => findNamed(table, name),

  findByReference: async (reference: string): Promise<Partner | undefined> => owned(table, await table.get(partnerReferenceKey(reference))),

  /** Finds a parent by its id, in one read, or by its name, in two. */
  findParent: async ({ id, name }: ParentReference): Promise<Partner | undefined> =>
    id === undefined ? findNamed(table, name ?? '') : partnerOf(await table.get(partnerKey(id))),

  /** A page of the children of a partner, or of the roots, after the sort key `after`. */
  page: (of: number | undefined, limit: number, after: string | undefined, isActive: boolean | undefined) =>
    table.page({
      list: children(of),
      limit,
      after,
      keyOf: (id) => partnerKey(Number(id)),
      ...(isActive !== undefined && { filter: { condition: 'isActive = :active', values: { ':active': isActive } } }),
    }),

  /** Reads a partner and all below it, when they are few enough to move at once; else only how many they are. */
  branch: async (partner: Partner): Promise<{ readonly members: readonly Partner[]; readonly count: number }> => {
    const { keys, count } = await table.branch(treePlace(partner.ancestors, partner.id), MAX_BRANCH);
    if (count + 1 > MAX_BRANCH) return { members: [], count: count + 1 };
    const below = await table.getAll(keys);
    return { members: [partner, ...below.map((item) => item as unknown as Partner)], count: count + 1 };
  },

  /** Refuses names of a new partner and its contact that others hold under keys where the writes of the new one would not meet them (409). */
  requireFree: async (name: string, userName: string): Promise<void> => {
    await requireNameFree(table, name);
    await contactStore(table).requireFree(userName);
  },

  /** Stores a new partner with its contact and what is written `alongside`, when its names are free and its parent is where it was and active. */
  insert: (partner: Partner, contact: Contact, parent: Partner | undefined, { before, after }: Alongside): Promise<void> =>
    table.commit([
      ...before,
      ...(parent ? requireParentUnchanged(parent, 1) : []),
      ...firstClaims(partner),
      put(partnerKey(partner.id), partnerItem(partner), () => new StaleReadError()),
      ...insertContact(partner.id, contact),
      ...after,
    ]),

  /** The writes that give a partner other names, and free those it had. */
  claims: (before: Partner, after: Partner): Promise<readonly Write[]> => claims(table, before, after),

  commit: table.commit,
});

const partnerOf = (item: Item | undefined): Partner | undefined => item as Partner | undefined;

const owned = async (table: Table, guard: Item | undefined): Promise<Partner | undefined> =>
  guard && partnerOf(await table.get(partnerKey(Number(guard.ownerId))));

/** The write that puts a partner's next state in the place of the one it was decided on. */
export const replace = (before: Partner, after: Partner): Write =>
  put(
    partnerKey(before.id),
    partnerItem({ ...after, revision: before.revision + 1 }),
    () => new StaleReadError(),
    where('revision', '=', before.revision),
  );

/** The writes that require a parent, and all above it, to stand as they were and be active, and count one child more; `depth` counts the levels of what is put below it. */
export const requireParentUnchanged = (parent: Partner, depth: number): readonly Write[] => [
  {
    ...change(
      partnerKey(parent.id),
      { add: { childCount: 1, revision: 1 } },
      allOf(where('isActive', '=', true), where('ancestors', '=', parent.ancestors)),
      (existing) => {
        if (!existing) return parentNotFound();
        return existing.isActive === true ? new StaleReadError() : parentInactive(parent.id);
      },
    ),
    consumes: { limitName: 'levels', by: depth, limit: MAX_LEVELS, count: pathOf(parent).length + depth },
  },
  ...parent.ancestors.map((id) => check(partnerKey(id), where('isActive', '=', true), () => parentInactive(parent.id))),
];

/** The write that adds to what is counted on a partner, without a new version of it. */
export const addToCount = (
  partnerId: number,
  add: Readonly<Partial<Record<'childCount' | 'supervisorCount' | 'credentialCount', number>>>,
  condition: Condition,
  refusal: RefusalOf,
): Write => change(partnerKey(partnerId), { add: { ...add, revision: 1 } }, condition, refusal);

/** That a partner stands where it stood: who may see it, and what an event calls its place, has not changed. */
export const hasNotMoved = ({ ancestors }: Pick<Partner, 'ancestors'>): Condition => where('ancestors', '=', ancestors);

/** How long a partner is held up: longer than what it is held up for may take to be decided and written again. */
const HELD_MS = 6000;

/** The write that has a partner, and all below it, write nothing for some seconds, whatever else of it changes meanwhile; it must stand where it stood. */
export const pauseWrites = (partner: Partner, now: number): Write =>
  change(partnerKey(partner.id), { set: { heldUntil: now + HELD_MS } }, hasNotMoved(partner), () => new StaleReadError());

/** The item a partner is stored as; with its next state it is held up no more. */
export const partnerItem = ({ heldUntil: _, ...partner }: Partner): Item => ({
  type: 'partner',
  ...partner,
  ...listed(children(parentId(partner)), partner.createdAt, partner.id),
  ...treePlace(partner.ancestors, partner.id),
});
