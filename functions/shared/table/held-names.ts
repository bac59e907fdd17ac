import { type Normalise, normalise, normaliseAsBefore } from './key-encoding.ts';
import { StaleReadError } from './retry-on-conflict.ts';

/** True when two names count as the same. */
export const isSameName = (one: string, other: string): boolean => normalise(one) === normalise(other);

/**
 * Returns the forms that a name may have in its key, the older first: only a name with a dotless i
 * or a joiner has two.
 */
export const formsOf = (name: string): readonly Normalise[] =>
  normalise(name) === normaliseAsBefore(name) ? [normalise] : [normaliseAsBefore, normalise];

/**
 * True when a name gets another spelling and may be under more than one key: then it moves from the
 * key where it is.
 */
export const mayMove = (before: string, after: string): boolean => before !== after && formsOf(before).length > 1;

/**
 * Thrown when a name is not under the key from which it should be freed: it is under another, or
 * was freed meanwhile.
 */
export class NameNotHeldError extends StaleReadError {}

/**
 * Runs the write that frees a name under its key, with a second attempt for a name that may have
 * another form. Each attempt is a commit, so `write` must create what lists are sorted by, such as
 * ids of events, at each call.
 */
export const retryInHeldForm = async (name: string, write: (form: Normalise) => Promise<void>): Promise<void> => {
  try {
    return await write(normalise);
  } catch (error) {
    if (!(error instanceof NameNotHeldError) || formsOf(name).length === 1) throw error;
    return write(normaliseAsBefore);
  }
};
