import type { PartOptions } from '../shared/part.ts';
import { random } from '../shared/random.ts';
import { BUGS, type Bug } from './bugs.ts';

/**
 * The least seconds for one build, of which its synthesis takes some thirty. The work ends at the
 * first broken promise, so that only a bug that is not found takes all of them.
 */
export const LEAST_SECONDS = 75;

/** Returns as many bugs as a run has the time for, at least one: which, the seed decides. */
export const chooseBugs = ({ seed, seconds }: Pick<PartOptions, 'seed' | 'seconds'>): ReadonlySet<Bug> => {
  const source = random(seed).fork('bugs');
  const drawn = BUGS.map((bug) => ({ bug, at: source.next() })).toSorted((one, other) => one.at - other.at);
  return new Set(drawn.slice(0, Math.max(1, Math.floor(seconds / LEAST_SECONDS))).map(({ bug }) => bug));
};
