import { type Normalise, normalise, normaliseAsBefore } from './key-encoding.ts';
import { StaleReadError } from './retry-on-conflict.ts';

/** True when two names count as the same. */
export const isSameName = (one: string, other: string): boolean => normalise(one) === normalise(other);

/** The forms in which a name may stand in its key, the older first: only a name with a dotless i or a joiner has two. */
export const formsOf = (name: string): readonly Normalise[] =>
  normalise(name) === normaliseAsBefore(name) ? [normalise] : [normaliseAsBefore, normalise];

/** True when a name gets another spelling and may stand under more than one key: it is then to be moved from where it stands. */
export const mayMove = (before: string, after: string): boolean => before !== after && formsOf(before).length > 1;

/** Thrown when a name is not held under the key it was to be freed from: it is under another, or was freed meanwhile. */
export class NameNotHeldError extends StaleReadError {}

/**
 * Writes what frees a name, under the key that holds it: a second attempt for a name that may stand in another form. Each is a
 * commit of its own, so `write` is to draw what lists go by, such as ids of events, each time it is called.
 */
export const retryInHeldForm = async (name: string, write: (form: Normalise) => Promise<void>): Promise<void> => {
  try {
    return await write(normalise);
  } catch (error) {
    if (!(error instanceof NameNotHeldError) || formsOf(name).length === 1) throw error;
    return write(normaliseAsBefore);
  }
};
