import { linearize } from './linearize.ts';
import type { Entry, Spec } from './spec.ts';

/** The milliseconds after which a history is small enough. */
const SHRINK_MS = 10_000;

/**
 * Returns a small part of a broken history that is broken in the same way: the same requests are
 * refused in the same words. It ends where this first is so, and without any other of its requests
 * it would not be so, as far as there was time to try.
 */
export const shrink = <State, Input>(
  spec: Spec<State, Input>,
  initial: State,
  entries: readonly Entry<Input>[],
): readonly Entry<Input>[] => {
  const reasonsOf = (part: readonly Entry<Input>[], mostSteps?: number): string => {
    const verdict = linearize(spec, initial, part, mostSteps);
    return verdict.kind === 'broken' ? JSON.stringify(verdict.stuck.map(({ entry, why }) => `${entry.id} ${why}`).toSorted()) : '';
  };
  const until = performance.now() + SHRINK_MS;
  const reasons = reasonsOf(entries);
  const isBroken = (part: readonly Entry<Input>[]): boolean => reasonsOf(part, 200_000) === reasons;
  const endOf = ({ to }: Entry<Input>): number => to ?? Number.POSITIVE_INFINITY;
  const byEnd = entries.toSorted((one, other) => endOf(one) - endOf(other));
  // What begins after the last answer of a prefix is no part of it, and what ends after it may not
  // have been done by then.
  const prefix = (length: number): readonly Entry<Input>[] => {
    const end = Math.max(...byEnd.slice(0, length).map(endOf));
    return entries
      .filter((entry) => entry.from < end || endOf(entry) <= end)
      .map((entry) => (endOf(entry) <= end ? entry : { ...entry, to: undefined }));
  };
  let [fine, broken] = [0, byEnd.length];
  while (broken - fine > 1) {
    const middle = Math.floor((fine + broken) / 2);
    if (isBroken(prefix(middle))) broken = middle;
    else fine = middle;
  }
  let kept = isBroken(prefix(broken)) ? prefix(broken) : entries;
  // From the end: what depends on a request goes before it.
  for (const { id } of kept.toReversed()) {
    if (performance.now() > until) break;
    const without = kept.filter((entry) => entry.id !== id);
    if (isBroken(without)) kept = without;
  }
  return kept;
};
