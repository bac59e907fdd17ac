import type { Caller } from '../shared/contract/caller.ts';
import { Refusal } from '../shared/contract/problems.ts';
import { exists } from '../shared/table/condition.ts';
import { StaleReadError } from '../shared/table/retry-on-conflict.ts';
import type { Write } from '../shared/table/transaction.ts';
import {
  depthOf,
  isWhole,
  MAX_BRANCH,
  parentNotFound,
  relocate,
  requireDepth,
  requireNamed,
  requireNoCycle,
  requireParent,
} from './hierarchy.ts';
import { type ParentReference, type Partner, parentId, pathOf } from './partner.ts';
import { addToCount, type partnerStore, replace, requireParentUnchanged } from './store.ts';

type Partners = Pick<ReturnType<typeof partnerStore>, 'branch' | 'findParent'>;

/**
 * A permitted move: the new parent, the branch after it, and the writes of all its members except
 * the top.
 */
export interface Move {
  readonly parent: Partner;
  readonly top: Partner;
  readonly writes: readonly Write[];
}

/**
 * Plans the move of a partner and its branch below the named parent. Returns nothing when that is
 * its parent already.
 */
export const planMove = async (
  partners: Partners,
  partner: Partner,
  named: ParentReference,
  { caller, at }: { readonly caller: Caller; readonly at: string },
): Promise<Move | undefined> => {
  const parent = await partners.findParent(named);
  if (!parent) throw parentNotFound();
  if (parent.id === parentId(partner)) {
    requireNamed(parent, named);
    return undefined;
  }
  requireParent(parent, named, caller);
  requireNoCycle(partner, parent);
  const branch = await readWholeBranch(partners, partner);
  // The new parent moved below the branch after it was read, and a transaction could not name it
  // twice.
  if (branch.some(({ id }) => pathOf(parent).includes(id))) throw new StaleReadError();
  const depth = depthOf(branch, partner);
  requireDepth(parent, depth);
  const [top = partner, ...below] = relocate(branch, partner, parent, at);
  const members = below.map((after, index) => replace(branch[index + 1] ?? after, after));
  return { parent, top, writes: [...moveChildCount(partner, parent, depth), ...members] };
};

const readWholeBranch = async (partners: Partners, partner: Partner): Promise<readonly Partner[]> => {
  const { members, count: size } = await partners.branch(partner);
  if (size > MAX_BRANCH) {
    throw new Refusal('branch-too-large', `The branch has ${size} partners; at most ${MAX_BRANCH} are moved at once.`, {
      members: { limitName: 'branch', limit: MAX_BRANCH, count: size },
    });
  }
  // The index that finds the branch is eventually consistent.
  if (!isWhole(members)) throw new StaleReadError();
  return members;
};

/**
 * Returns the writes that count a child at the new parent instead of the old one; a transaction may
 * name an item only once.
 */
const moveChildCount = (partner: Partner, parent: Partner, depth: number): readonly Write[] => {
  const old = parentId(partner);
  const joined = requireParentUnchanged(parent, depth);
  if (old === undefined) return joined;
  const left = addToCount(old, { childCount: -1 }, LEFT, () => new StaleReadError());
  const shared = joined.find(({ key }) => key.pk === left.key.pk);
  if (!shared) return [...joined, left];
  return joined.map((write) => (write === shared ? { ...left, condition: shared.condition, refusal: shared.refusal } : write));
};

const LEFT = exists();
