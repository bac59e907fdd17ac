import type { Leaf, Places } from './leaves.ts';

/** What an event holds at one field of a pattern. */
export interface Finding {
  readonly leaves: readonly Leaf[];
  /** Those of the leaves whose values the pattern accepts. */
  readonly fitting: readonly Leaf[];
  /** Whether the pattern accepts that there is none. */
  readonly mayBeAbsent: boolean;
}

/** Both together, or undefined where they name different elements of an array. */
const together = (chosen: Places, more: Places): Places | undefined => {
  let both = chosen;
  for (const place of more) {
    const known = both.find(({ array }) => array === place.array);
    if (known === undefined) both = [...both, place];
    else if (known.index !== place.index) return undefined;
  }
  return both;
};

/** For each field, the arrays that this field or a later one is found in: which element of any other was chosen no longer matters. */
const arraysFrom = (findings: readonly Finding[]): readonly ReadonlySet<object>[] => {
  const sets: Set<object>[] = [];
  let later = new Set<object>();
  for (const { leaves } of findings.toReversed()) {
    later = new Set(later);
    for (const { places } of leaves) for (const { array } of places) later.add(array);
    sets.unshift(later);
  }
  return sets;
};

/** Names the elements chosen, with numbers for the arrays in the order in which they were met. */
const signatures = () => {
  const numbers = new Map<object, number>();
  const numberOf = (array: object): number => {
    const number = numbers.get(array) ?? numbers.size;
    numbers.set(array, number);
    return number;
  };
  return (places: Places): string =>
    places
      .map(({ array, index }) => `${numberOf(array)}:${index}`)
      .sort()
      .join(' ');
};

const isPlain = ({ leaves }: Finding): boolean => leaves.every(({ places }) => places.length === 0);

/**
 * Tells whether every field can be given a fitting leaf, or none where it may be absent, such that no two leaves lie in different elements of the
 * same array. The fields come in the order in which the engine goes through them, that of their names: whether one is absent depends on the elements
 * that the fields before it have chosen, not on those after it.
 */
export const isConsistent = (findings: readonly Finding[]): boolean => {
  if (findings.every(isPlain)) return findings.every(({ fitting, leaves }) => fitting.length > 0 || leaves.length === 0);
  const relevant = arraysFrom(findings);
  const signature = signatures();
  const failed = new Set<string>();

  const from = (index: number, chosen: Places): boolean => {
    const finding = findings[index];
    if (finding === undefined) return true;
    const rest = chosen.filter(({ array }) => relevant[index]?.has(array));
    const state = `${index} ${signature(rest)}`;
    if (failed.has(state)) return false;
    const isAbsent = finding.mayBeAbsent && finding.leaves.every(({ places }) => together(rest, places) === undefined);
    if (isAbsent && from(index + 1, rest)) return true;
    const fits = finding.fitting.some(({ places }) => {
      const both = together(rest, places);
      return both !== undefined && from(index + 1, both);
    });
    if (!fits) failed.add(state);
    return fits;
  };

  return from(0, []);
};
