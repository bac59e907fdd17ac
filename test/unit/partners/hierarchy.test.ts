import fc from 'fast-check';
import {
  depthOf,
  isWhole,
  MAX_BRANCH,
  relocate,
  requireDepth,
  requireNamed,
  requireNoCycle,
  requireParent,
} from '../../../functions/partners/hierarchy.ts';
import type { Partner } from '../../../functions/partners/partner.ts';
import { callerOf, chainOf, partnerOf, pathsOf, refusalOf } from './samples.ts';

const root = partnerOf(1, undefined, { name: 'Root' });
const LATER = '2026-11-23T00:00:00.000Z';

test.each<[string, Partner, { id: number; name?: string }, ReturnType<typeof callerOf>, unknown]>([
  ['taken', root, { id: 1 }, callerOf(), undefined],
  ['taken by a name in another spelling', root, { id: 1, name: ' rOOT ' }, callerOf(), undefined],
  ['refused to a caller that is not above it', root, { id: 1 }, callerOf({ partnerId: 2 }), 'foreign-tenant'],
  ['refused by another name', root, { id: 1, name: 'Other' }, callerOf(), 'invalid-request'],
  ['refused when inactive', { ...root, isActive: false }, { id: 1 }, callerOf(), 'parent-inactive'],
  ['inactive, for a caller that may not see it', { ...root, isActive: false }, { id: 1 }, callerOf({ partnerId: 2 }), 'foreign-tenant'],
  ['with another name, for a caller that may not see it', root, { id: 1, name: 'x' }, callerOf({ partnerId: 2 }), 'foreign-tenant'],
])('a parent is %s', (_, parent, named, who, code) => {
  expect(refusalOf(() => requireParent(parent, named, who))).toBe(code);
});

test('a reference by id alone names whatever the parent is called', () => {
  expect(refusalOf(() => requireNamed(root, { id: 1 }))).toBeUndefined();
});

test('ten levels are allowed, however they are made up of parent and branch', () => {
  for (let levels = 1; levels <= 10; levels += 1) {
    const parent = chainOf(levels).at(-1) as Partner;
    expect(refusalOf(() => requireDepth(parent, 10 - levels))).toBeUndefined();
    expect(refusalOf(() => requireDepth(parent, 11 - levels))).toBe('depth-exceeded');
  }
});

test('a partner may stand neither below itself nor below what is below it', () => {
  const [top, middle, lowest] = chainOf(3) as [Partner, Partner, Partner];
  const stands = (partner: Partner, parent: Partner) => refusalOf(() => requireNoCycle(partner, parent)) ?? 'stands';
  expect([stands(top, top), stands(top, middle), stands(top, lowest)]).toEqual(Array(3).fill('would-create-cycle'));
  expect([stands(lowest, top), stands(middle, top), stands(top, partnerOf(9))]).toEqual(Array(3).fill('stands'));
});

/** A tree in which each partner stands below an earlier one; children are counted. */
const treeOf = (below: readonly number[], above?: Partner): readonly Partner[] => {
  const tree: Partner[] = [partnerOf(100, above)];
  for (const [at, pick] of below.entries()) tree.push(partnerOf(101 + at, tree[pick % tree.length]));
  return tree.map((partner) => ({ ...partner, childCount: tree.filter(({ ancestors }) => ancestors.at(-1) === partner.id).length }));
};
const anyTree = fc.array(fc.nat(), { maxLength: 20 });
const anyDepth = fc.integer({ min: 0, max: 6 });
const lowestOf = (depth: number, from: number) => chainOf(depth, from).at(-1);

test('a moved branch keeps its shape below the new parent, each member one version on', () => {
  fc.assert(
    fc.property(anyTree, anyDepth, fc.integer({ min: 1, max: 6 }), (below, oldDepth, newDepth) => {
      const branch = treeOf(below, lowestOf(oldDepth, 1));
      const parent = lowestOf(newDepth, 50) as Partner;
      const moved = relocate(branch, branch[0] as Partner, parent, LATER);
      expect(pathsOf(moved)).toEqual(pathsOf(treeOf(below, parent)));
      for (const [at, member] of moved.entries()) {
        const before = branch[at] as Partner;
        expect(member).toEqual({ ...before, ancestors: member.ancestors, version: before.version + 1, updatedAt: LATER });
      }
    }),
  );
});

test('the depth of a branch counts its own levels, wherever it stands', () => {
  fc.assert(
    fc.property(anyTree, anyDepth, (below, depth) => {
      const [alone, placed] = [treeOf(below), treeOf(below, lowestOf(depth, 1))];
      const levels = Math.max(...pathsOf(alone).map(({ length }) => length));
      expect([depthOf(alone, alone[0] as Partner), depthOf(placed, placed[0] as Partner)]).toEqual([levels, levels]);
    }),
  );
});

test('a branch is whole exactly when nobody is missing, has joined or has left', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 20 }), fc.nat(), (below, pick) => {
      const tree = treeOf(below);
      const leaves = tree.slice(1).filter(({ childCount }) => childCount === 0);
      const gone = leaves[pick % leaves.length] as Partner;
      expect(isWhole(tree)).toBe(true);
      expect(isWhole(tree.filter((member) => member !== gone))).toBe(false);
      expect(isWhole([...tree, partnerOf(999, gone)])).toBe(false);
      expect(isWhole([...tree, partnerOf(999, partnerOf(998))])).toBe(false);
      expect(isWhole([...tree, partnerOf(999)])).toBe(false);
    }),
  );
});

test('the largest branch leaves room in a transaction for the ten levels above it', () => {
  expect(MAX_BRANCH).toBeLessThan(100 - 10);
});
