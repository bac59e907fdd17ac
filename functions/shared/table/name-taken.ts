import { Refusal } from '../contract/problems.ts';
import { isSameName } from './held-names.ts';
import { retryOnConflict } from './retry-on-conflict.ts';
import type { Item } from './transaction.ts';

/** The wording of the refusal. */
interface Words {
  readonly code: 'name-taken' | 'user-name-taken';
  readonly member: 'name' | 'userName';
  readonly detail: (spelling: string) => string;
}

/**
 * The refusal of a name that another entity has, in the caller's spelling; `holder` is the item
 * that has it, if known.
 */
export class NameTaken extends Refusal {
  readonly words: Words;
  readonly requested: string;
  readonly holder: Item | undefined;

  constructor(words: Words, requested: string, holder: Item | undefined, spelling: string = requested) {
    super(words.code, words.detail(spelling), { members: { [words.member]: spelling } });
    this.words = words;
    this.requested = requested;
    this.holder = holder;
  }
}

/**
 * Returns the owner's spelling of a taken name; `undefined` when the caller may not see the owner.
 */
export type SpellingOf = (taken: NameTaken) => Promise<string | undefined>;

/**
 * Runs a change of something with a name until it is written. A taken name is refused in its
 * owner's spelling, when the caller may see the owner.
 */
export const changeNamed = async <T>(attempt: () => Promise<T>, spellingOf: SpellingOf): Promise<T> => {
  try {
    return await retryOnConflict(attempt);
  } catch (error) {
    throw error instanceof NameTaken ? await inOwnersSpelling(error, spellingOf) : error;
  }
};

const inOwnersSpelling = async (taken: NameTaken, spellingOf: SpellingOf): Promise<NameTaken> => {
  const { words, requested, holder } = taken;
  // The refusal is complete without it.
  const spelling = await spellingOf(taken).catch(() => undefined);
  // The owner may have taken another name since.
  return spelling !== undefined && isSameName(spelling, requested) ? new NameTaken(words, requested, holder, spelling) : taken;
};
