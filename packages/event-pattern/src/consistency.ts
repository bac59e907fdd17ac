import type { Leaf, Place } from './leaves.ts';

/** The values of an event at one field of a pattern. */
export interface Finding {
  readonly leaves: readonly Leaf[];
  /** Those of the leaves whose values the pattern accepts. */
  readonly fitting: readonly Leaf[];
  /** Whether the pattern accepts that there is none. */
  readonly mayBeAbsent: boolean;
}

/** Called with the work that is about to be done; throws when it comes to too much. */
export type Spend = (steps: number) => void;

const MOST_STEPS = 2_000_000;

/**
 * An allowance for one event and one pattern: with several arrays at one path, deciding takes
 * exponential time at worst.
 */
export const allowance = (): Spend => {
  let left = MOST_STEPS;
  return (steps) => {
    left -= steps;
    if (left < 0) throw new Error('the arrays of the event take too many steps to decide');
  };
};

/** Leaves by the elements that they lie within, from the outermost array inwards. */
interface Tree {
  isLeaf: boolean;
  readonly arrays: Map<object, Map<number, Tree>>;
}

/** The index chosen in each array. */
type Chosen = ReadonlyMap<object, number>;

const emptyTree = (): Tree => ({ isLeaf: false, arrays: new Map() });

/** Sorts leaves into a tree by their places in arrays. */
const treeOf = (leaves: readonly Leaf[], onArray: (array: object) => void): Tree => {
  const known = new Map<Place | undefined, Tree>([[undefined, emptyTree()]]);
  const at = (place: Place | undefined): Tree => {
    const before = known.get(place);
    if (before !== undefined || place === undefined) return before ?? emptyTree();
    const { arrays } = at(place.within);
    const elements = arrays.get(place.array) ?? new Map<number, Tree>();
    const tree = elements.get(place.index) ?? emptyTree();
    arrays.set(place.array, elements.set(place.index, tree));
    known.set(place, tree);
    onArray(place.array);
    return tree;
  };
  for (const { place } of leaves) at(place).isLeaf = true;
  return at(undefined);
};

/**
 * Returns whether a leaf that agrees with the chosen elements passes a test, which gets them with
 * those of the leaf.
 */
const someLeaf = (tree: Tree, chosen: Chosen, spend: Spend, passes: (both: Chosen) => boolean): boolean => {
  spend(1 + chosen.size);
  if (tree.isLeaf && passes(chosen)) return true;
  for (const [array, elements] of tree.arrays) {
    const index = chosen.get(array);
    const element = index === undefined ? undefined : elements.get(index);
    if (element !== undefined && someLeaf(element, chosen, spend, passes)) return true;
    if (index !== undefined) continue;
    for (const [other, inner] of elements) if (someLeaf(inner, new Map(chosen).set(array, other), spend, passes)) return true;
  }
  return false;
};

interface Step {
  readonly fitting: Tree;
  /** Every leaf, where it matters whether there is one. */
  readonly all: Tree | undefined;
  /**
   * The arrays that this field or a later one is found in: which element of any other was chosen no
   * longer matters.
   */
  readonly arrays: ReadonlySet<object>;
}

const stepsOf = (findings: readonly Finding[]): readonly Step[] => {
  const steps: Step[] = [];
  let later: ReadonlySet<object> = new Set();
  for (const { leaves, fitting, mayBeAbsent } of findings.toReversed()) {
    const arrays = new Set(later);
    const treeWith = (found: readonly Leaf[]): Tree => treeOf(found, (array) => arrays.add(array));
    steps.unshift({ fitting: treeWith(fitting), all: mayBeAbsent ? treeWith(leaves) : undefined, arrays });
    later = arrays;
  }
  return steps;
};

/** Names the elements chosen, with numbers for the arrays in the order in which they were met. */
const signatures = () => {
  const numbers = new Map<object, number>();
  const numberOf = (array: object): number => {
    const number = numbers.get(array) ?? numbers.size;
    numbers.set(array, number);
    return number;
  };
  return (chosen: Chosen): string =>
    [...chosen]
      .map(([array, index]) => ({ number: numberOf(array), index }))
      .sort((one, other) => one.number - other.number)
      .map(({ number, index }) => `${number}:${index}`)
      .join(' ');
};

const isPlain = ({ leaves }: Finding): boolean => leaves.every(({ place }) => place === undefined);

/**
 * Tells whether every field can be given a fitting leaf, or none where it may be absent, such that
 * no two leaves lie in different elements of the same array. The fields come in the order in which
 * the engine goes through them, that of their names: whether one is absent depends on the elements
 * that the fields before it have chosen, not on those after it.
 */
export const isConsistent = (findings: readonly Finding[], spend: Spend): boolean => {
  if (findings.every(isPlain)) return findings.every(({ fitting, leaves }) => fitting.length > 0 || leaves.length === 0);
  const steps = stepsOf(findings);
  const signature = signatures();
  const failed = new Set<string>();

  const from = (index: number, chosen: Chosen): boolean => {
    const step = steps[index];
    if (step === undefined) return true;
    const rest: Chosen = new Map([...chosen].filter(([array]) => step.arrays.has(array)));
    const state = `${index} ${signature(rest)}`;
    if (failed.has(state)) return false;
    const isAbsent = step.all !== undefined && !someLeaf(step.all, rest, spend, () => true);
    if (isAbsent && from(index + 1, rest)) return true;
    const fits = someLeaf(step.fitting, rest, spend, (both) => from(index + 1, both));
    if (!fits) failed.add(state);
    return fits;
  };

  return from(0, new Map());
};
