import type { Caller } from '../shared/contract/caller.ts';
import { invalid, Refusal } from '../shared/contract/problems.ts';
import { stampAfter } from '../shared/contract/versions.ts';
import { normalise } from '../shared/table/key-encoding.ts';
import { isVisible, type ParentReference, type Partner, parentId, pathOf } from './partner.ts';

/** The largest number of levels of a hierarchy, its root included. */
export const MAX_LEVELS = 10;

/**
 * The largest number of partners that move at once: a transaction has 100 items, and a move writes
 * a few more than the branch.
 */
export const MAX_BRANCH = 75;

/**
 * Refuses a parent that is not the caller or below it (403), has another name than given (400) or
 * is inactive (409).
 */
export const requireParent = (parent: Partner, named: ParentReference, caller: Caller): void => {
  requireOwnParent(parent, named, caller);
  if (!parent.isActive) throw parentInactive(parent.id);
};

/**
 * Refuses a parent that is not the caller or below it (403), or has another name than given (400).
 */
export const requireOwnParent = (parent: Partner, named: ParentReference, caller: Caller): void => {
  if (!isVisible(caller, parent)) throw new Refusal('foreign-tenant', 'The parent must be the calling partner or one below it.');
  requireNamed(parent, named);
};

/** Refuses a reference whose id and name are of different partners (400). */
export const requireNamed = (parent: Partner, { name }: ParentReference): void => {
  if (name !== undefined && normalise(name) !== normalise(parent.name)) throw parentMismatch();
};

/**
 * Refuses a hierarchy with more than 10 levels; `depth` is the number of levels that are put below
 * `parent`.
 */
export const requireDepth = (parent: Partner, depth: number): void => {
  if (pathOf(parent).length + depth <= MAX_LEVELS) return;
  throw new Refusal('depth-exceeded', `The hierarchy may have ${MAX_LEVELS} levels.`, {
    members: { limitName: 'levels', limit: MAX_LEVELS },
  });
};

/** Refuses to move a partner below itself. */
export const requireNoCycle = (partner: Partner, parent: Partner): void => {
  if (!pathOf(parent).includes(partner.id)) return;
  throw new Refusal('would-create-cycle', `The partner ${parent.id} stands below ${partner.id}, or is it.`);
};

/**
 * Returns the partner and all below it after its move below `parent`, each with the next version.
 */
export const relocate = (branch: readonly Partner[], partner: Partner, parent: Partner, at: string): readonly Partner[] =>
  branch.map((member) => ({
    ...member,
    ancestors: [...pathOf(parent), ...member.ancestors.slice(partner.ancestors.length)],
    ...stampAfter(member, at),
  }));

/** Returns the number of levels of a branch, its top included. */
export const depthOf = (branch: readonly Partner[], top: Partner): number =>
  Math.max(...branch.map(({ ancestors }) => ancestors.length)) - top.ancestors.length + 1;

/**
 * True when a branch, its top first, has exactly the children that its members count: none was
 * added or removed meanwhile.
 */
export const isWhole = (branch: readonly Partner[]): boolean => {
  const present = new Map<number | undefined, number>(branch.map(({ id }) => [id, 0]));
  for (const member of branch.slice(1)) present.set(parentId(member), (present.get(parentId(member)) ?? 0) + 1);
  return present.size === branch.length && branch.every(({ id, childCount }) => present.get(id) === childCount);
};

const parentMismatch = () =>
  invalid([{ in: 'body', pointer: '/parent', code: 'conflicting-values', message: 'names another partner by name than by id' }]);

export const partnerNotFound = (id: number | string) => new Refusal('partner-not-found', `There is no partner ${id}.`);

export const parentNotFound = () => new Refusal('parent-not-found', 'The parent partner does not exist.');

export const parentInactive = (id: number) => new Refusal('parent-inactive', `The parent partner ${id}, or one above it, is inactive.`);
