/**
 * Returns the known word that was probably meant: the one with the fewest letters that differ, at
 * most two, or one that begins with `word`; `undefined` when there is none.
 */
export const nearestWord = (word: string, known: readonly string[]): string | undefined => {
  const [best] = known
    .map((candidate) => ({ candidate, apart: candidate.startsWith(word) ? 1 : countEdits(word, candidate) }))
    .toSorted((one, other) => one.apart - other.apart);
  return best && best.apart <= 2 ? best.candidate : undefined;
};

/** Returns Levenshtein's distance. */
const countEdits = (one: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1];
    for (const [index, met] of [...other].entries()) {
      const [left = 0, above = 0, corner = 0] = [next[index], row[index + 1], row[index]];
      next.push(Math.min(left + 1, above + 1, corner + (letter === met ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
};
