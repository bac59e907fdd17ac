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
  relocated,
  requireDepth,
  requireNamed,
  requireNoCycle,
  requireParent,
} from './hierarchy.ts';
import { type ParentReference, type Partner, parentId, pathOf } from './partner.ts';
import { addToCount, type partnerStore, replace, requireParentUnchanged } from './store.ts';

type Partners = Pick<ReturnType<typeof partnerStore>, 'branch' | 'findParent'>;

/** A move that may be made: the new parent, the branch as it stands afterwards, and the writes of all of it but its top. */
export interface Move {
  readonly parent: Partner;
  readonly top: Partner;
  readonly writes: readonly Write[];
}

/** Decides whether a partner may move below the named parent with all below it; nothing when it stands there already. */
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
  const branch = await wholeBranch(partners, partner);
  // The new parent has moved below the branch since it was read; a transaction could not even name it twice.
  if (branch.some(({ id }) => pathOf(parent).includes(id))) throw new StaleReadError();
  const depth = depthOf(branch, partner);
  requireDepth(parent, depth);
  const [top = partner, ...below] = relocated(branch, partner, parent, at);
  const members = below.map((after, index) => replace(branch[index + 1] ?? after, after));
  return { parent, top, writes: [...relinked(partner, parent, depth), ...members] };
};

const wholeBranch = async (partners: Partners, partner: Partner): Promise<readonly Partner[]> => {
  const { members, count: size } = await partners.branch(partner);
  if (size > MAX_BRANCH) {
    throw new Refusal('branch-too-large', `The branch has ${size} partners; at most ${MAX_BRANCH} are moved at once.`, {
      members: { limitName: 'branch', limit: MAX_BRANCH, count: size },
    });
  }
  // The index that names the branch follows the table a moment later.
  if (!isWhole(members)) throw new StaleReadError();
  return members;
};

/** The writes that count one child more at the new parent and one less at the old one; a transaction may name an item once only. */
const relinked = (partner: Partner, parent: Partner, depth: number): readonly Write[] => {
  const old = parentId(partner);
  const joined = requireParentUnchanged(parent, depth);
  if (old === undefined) return joined;
  const left = addToCount(old, { childCount: -1 }, LEFT, () => new StaleReadError());
  const shared = joined.find(({ key }) => key.pk === left.key.pk);
  if (!shared) return [...joined, left];
  return joined.map((write) => (write === shared ? { ...left, condition: shared.condition, refusal: shared.refusal } : write));
};

const LEFT = exists();
