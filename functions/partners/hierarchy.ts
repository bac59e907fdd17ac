import type { Caller } from '../shared/contract/caller.ts';
import { invalid, Refusal } from '../shared/contract/problems.ts';
import { normalise } from '../shared/table/key-encoding.ts';
import { isVisible, type ParentReference, type Partner, parentId, pathOf } from './partner.ts';

/** The most levels a hierarchy may have, its root included. */
export const MAX_LEVELS = 10;

/** The most partners that are moved at once: a transaction takes 100 items, and a move writes a few more than the branch. */
export const MAX_BRANCH = 75;

/** Holds a parent against the rules: the caller or below it (403), as it was named (400), active (409). */
export const requireParent = (parent: Partner, named: ParentReference, caller: Caller): void => {
  if (!isVisible(caller, parent)) throw new Refusal('foreign-tenant', 'The parent must be the calling partner or one below it.');
  requireNamed(parent, named);
  if (!parent.isActive) throw parentInactive(parent.id);
};

/** Refuses a reference whose name is not that of the parent its id names (400). */
export const requireNamed = (parent: Partner, { name }: ParentReference): void => {
  if (name !== undefined && normalise(name) !== normalise(parent.name)) throw disagreement();
};

/** Refuses a hierarchy with more than 10 levels; `depth` counts the levels of what is put below `parent`. */
export const requireDepth = (parent: Partner, depth: number): void => {
  if (pathOf(parent).length + depth <= MAX_LEVELS) return;
  throw new Refusal('depth-exceeded', `The hierarchy may have ${MAX_LEVELS} levels.`, {
    members: { limitName: 'levels', limit: MAX_LEVELS },
  });
};

/** Refuses to put a partner below itself. */
export const requireNoCycle = (partner: Partner, parent: Partner): void => {
  if (!pathOf(parent).includes(partner.id)) return;
  throw new Refusal('would-create-cycle', `The partner ${parent.id} stands below ${partner.id}, or is it.`);
};

/** The partner and all below it as they stand when the partner has moved below `parent`, one version on. */
export const relocated = (branch: readonly Partner[], partner: Partner, parent: Partner, at: string): readonly Partner[] =>
  branch.map((member) => ({
    ...member,
    ancestors: [...pathOf(parent), ...member.ancestors.slice(partner.ancestors.length)],
    version: member.version + 1,
    updatedAt: at,
  }));

/** How many levels a branch has below and with its top. */
export const depthOf = (branch: readonly Partner[], top: Partner): number =>
  Math.max(...branch.map(({ ancestors }) => ancestors.length)) - top.ancestors.length + 1;

/** True when the branch, its top first, holds every child its members count and nobody else: none was made, none has left meanwhile. */
export const isWhole = (branch: readonly Partner[]): boolean => {
  const present = new Map<number | undefined, number>(branch.map(({ id }) => [id, 0]));
  for (const member of branch.slice(1)) present.set(parentId(member), (present.get(parentId(member)) ?? 0) + 1);
  return present.size === branch.length && branch.every(({ id, childCount }) => present.get(id) === childCount);
};

const disagreement = () =>
  invalid([{ in: 'body', pointer: '/parent', code: 'conflicting-values', message: 'names another partner by name than by id' }]);

export const partnerNotFound = (id: number | string) => new Refusal('partner-not-found', `There is no partner ${id}.`);

export const parentNotFound = () => new Refusal('parent-not-found', 'The parent partner does not exist.');

export const parentInactive = (id: number) => new Refusal('parent-inactive', `The parent partner ${id}, or one above it, is inactive.`);
