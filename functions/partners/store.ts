import { allOf, type Condition, where } from '../shared/table/condition.ts';
import { partnerExternalIdKey } from '../shared/table/external-id-keys.ts';
import { children, listed, partnerKey, partnerReferenceKey, treePlace } from '../shared/table/keys.ts';
import { StaleReadError } from '../shared/table/retry-on-conflict.ts';
import type { Table } from '../shared/table/table.ts';
import { change, check, type Item, put, type RefusalOf, type Write } from '../shared/table/transaction.ts';
import type { Contact } from './contacts/contact.ts';
import { contactStore, insertContact } from './contacts/store.ts';
import { MAX_BRANCH, MAX_LEVELS, parentInactive, parentNotFound } from './hierarchy.ts';
import { type ParentReference, type Partner, parentId, pathOf } from './partner.ts';
import { claimNames, findNamed, reclaimNames, requireNameFree } from './unique-names.ts';

/** The further writes of a new partner; those `before` it are refused first. */
interface Alongside {
  readonly before: readonly Write[];
  readonly after: readonly Write[];
}

/** Creates the store of partners. */
export const partnerStore = (table: Table) => ({
  find: async (id: number): Promise<Partner | undefined> => partnerOf(await table.get(partnerKey(id))),

  findByName: (name: string): Promise<Partner | undefined> => findNamed(table, name),

  findByReference: async (reference: string): Promise<Partner | undefined> =>
    ownerOf(table, await table.get(partnerReferenceKey(reference))),

  /** Finds a child of a partner, or a partner without a parent, by its external id. */
  findByExternalId: async (of: number | undefined, externalId: string): Promise<Partner | undefined> => {
    const guard = await table.get(partnerExternalIdKey(of, externalId));
    const partner = await ownerOf(table, guard);
    // Between the two reads it may have been moved, or have been given another external id.
    if (guard && (partner?.externalId !== externalId || parentId(partner) !== of)) throw new StaleReadError();
    return partner;
  },

  /** Finds a parent by its id, in one read, or by its name, in two. */
  findParent: async ({ id, name }: ParentReference): Promise<Partner | undefined> =>
    id === undefined ? findNamed(table, name ?? '') : partnerOf(await table.get(partnerKey(id))),

  /** Returns a page of the children of a partner, or of the roots, after the sort key `after`. */
  page: (of: number | undefined, limit: number, after: string | undefined, isActive: boolean | undefined) =>
    table.page({
      list: children(of),
      limit,
      after,
      keyOf: (id) => partnerKey(Number(id)),
      ...(isActive !== undefined && { filter: { condition: 'isActive = :active', values: { ':active': isActive } } }),
    }),

  /** Reads a partner and all below it; only their number when they are too many to move at once. */
  branch: async (partner: Partner): Promise<{ readonly members: readonly Partner[]; readonly count: number }> => {
    const { keys, count } = await table.branch(treePlace(partner.ancestors, partner.id), MAX_BRANCH);
    if (count + 1 > MAX_BRANCH) return { members: [], count: count + 1 };
    const below = await table.getAll(keys);
    return { members: [partner, ...below.map((item) => item as unknown as Partner)], count: count + 1 };
  },

  /**
   * Refuses names of a new partner and its contact that others have under older keys (409).
   * Conditions on the new keys would not find them.
   */
  requireFree: async (name: string, userName: string): Promise<void> => {
    await requireNameFree(table, name);
    await contactStore(table).requireFree(userName);
  },

  /**
   * Stores a new partner with its contact and the writes `alongside`, when its names are free and
   * its parent has not moved and is active.
   */
  insert: (partner: Partner, contact: Contact, parent: Partner | undefined, { before, after }: Alongside): Promise<void> =>
    table.commit([
      ...before,
      ...(parent ? requireParentUnchanged(parent, 1) : []),
      ...claimNames(partner),
      put(partnerKey(partner.id), partnerItem(partner), () => new StaleReadError()),
      ...insertContact(partner.id, contact),
      ...after,
    ]),

  /** Returns the writes that give a partner other names and free its old ones. */
  claims: (before: Partner, after: Partner): Promise<readonly Write[]> => reclaimNames(table, before, after),

  commit: table.commit,
});

const partnerOf = (item: Item | undefined): Partner | undefined => item as Partner | undefined;

const ownerOf = async (table: Table, guard: Item | undefined): Promise<Partner | undefined> =>
  guard && partnerOf(await table.get(partnerKey(Number(guard.ownerId))));

/** Returns the write that replaces the state of a partner that was read before. */
export const replace = (before: Partner, after: Partner): Write =>
  put(
    partnerKey(before.id),
    partnerItem({ ...after, revision: before.revision + 1 }),
    () => new StaleReadError(),
    where('revision', '=', before.revision),
  );

/**
 * Returns the writes that count a child and require its parent and the ancestors to be active and
 * not to have moved. `depth` is the number of levels that are put below the parent.
 */
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

/** Returns the write that changes counts of a partner, without a new version. */
export const addToCount = (
  partnerId: number,
  add: Readonly<Partial<Record<'childCount' | 'supervisorCount' | 'credentialCount', number>>>,
  condition: Condition,
  refusal: RefusalOf,
): Write => change(partnerKey(partnerId), { add: { ...add, revision: 1 } }, condition, refusal);

/**
 * Returns the condition that a partner has not moved, so that neither who may see it nor its path
 * in events changed.
 */
export const hasNotMoved = ({ ancestors }: Pick<Partner, 'ancestors'>): Condition => where('ancestors', '=', ancestors);

/** Returns the write that requires a partner not to have moved. */
export const requireNotMoved = (partner: Pick<Partner, 'id' | 'ancestors'>): Write =>
  check(partnerKey(partner.id), hasNotMoved(partner), () => new StaleReadError());

/**
 * The time for which writes of a partner pause: longer than another attempt to deactivate it may
 * take.
 */
const PAUSE_MS = 6000;

/**
 * Returns the write that lets a partner and all below it write nothing for some seconds; the
 * partner must not have moved.
 */
export const pauseWrites = (partner: Partner, now: number): Write =>
  change(partnerKey(partner.id), { set: { heldUntil: now + PAUSE_MS } }, hasNotMoved(partner), () => new StaleReadError());

/** Returns the item of a partner. Its next state ends the pause of its writes. */
export const partnerItem = ({ heldUntil: _, ...partner }: Partner): Item => ({
  type: 'partner',
  ...partner,
  ...listed(children(parentId(partner)), partner.createdAt, partner.id),
  ...treePlace(partner.ancestors, partner.id),
});
