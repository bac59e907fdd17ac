import { createHash } from 'node:crypto';
import { nearestWord } from '../../lib/configuration/nearest-word.ts';

/**
 * Chooses the files of the scope that are `paths`, or below them; all of them without paths.
 *
 * @throws {Error} a sentence, for a path that leads to no file of the scope
 */
export const chooseFiles = (scope: readonly string[], paths: readonly string[]): readonly string[] => {
  const clean = paths.map((path) => path.replace(/^\.\//, '').replace(/\/+$/, ''));
  const isIn = (path: string, file: string): boolean => file === path || file.startsWith(`${path}/`);
  const stray = clean.find((path) => !scope.some((file) => isIn(path, file)));
  if (stray !== undefined) {
    const nearest = nearestWord(stray, scope);
    const hint = nearest === undefined ? '' : `: did you mean ${nearest}?`;
    throw new Error(`${stray} is neither a file of the scope in tools/mutation/scope.ts nor a folder of one${hint}`);
  }
  return clean.length === 0 ? scope : scope.filter((file) => clean.some((path) => isIn(path, file)));
};

/** Chooses `size` of `items` by a seed: the same ones each time, whatever the others are. */
export const sample = <T>(items: readonly T[], size: number, seed: string, nameOf: (item: T) => string): readonly T[] => {
  const rankOf = (item: T): string =>
    createHash('sha256')
      .update(`${seed}\n${nameOf(item)}`)
      .digest('hex');
  const ranked = items.map((item) => [rankOf(item), item] as const).sort(([one], [other]) => (one < other ? -1 : 1));
  const chosen = new Set(ranked.slice(0, size).map(([, item]) => item));
  return items.filter((item) => chosen.has(item));
};
