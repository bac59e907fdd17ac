import { Refusal } from '../contract/problems.ts';
import { isSameName } from './held-names.ts';
import { retryOnConflict } from './retry-on-conflict.ts';
import type { Item } from './transaction.ts';

/** How it is said that a name is taken. */
interface Words {
  readonly code: 'name-taken' | 'user-name-taken';
  readonly member: 'name' | 'userName';
  readonly detail: (spelling: string) => string;
}

/** Refuses a name that another entity has, in the asker's spelling; `holder` says whose the item is that holds it, if known. */
export class NameTaken extends Refusal {
  readonly words: Words;
  readonly asked: string;
  readonly holder: Item | undefined;

  constructor(words: Words, asked: string, holder: Item | undefined, spelling: string = asked) {
    super(words.code, words.detail(spelling), { members: { [words.member]: spelling } });
    this.words = words;
    this.asked = asked;
    this.holder = holder;
  }
}

/** The owner's spelling of a name that is taken; `undefined` when the asker may not see the owner. */
export type SpellingOf = (taken: NameTaken) => Promise<string | undefined>;

/**
 * Makes a change of something that has a name, until it is written. A name that is taken is refused as its owner spells it, where the
 * caller may see the owner.
 */
export const changeNamed = async <T>(attempt: () => Promise<T>, spellingOf: SpellingOf): Promise<T> => {
  try {
    return await retryOnConflict(attempt);
  } catch (error) {
    throw error instanceof NameTaken ? await inOwnersSpelling(error, spellingOf) : error;
  }
};

const inOwnersSpelling = async (taken: NameTaken, spellingOf: SpellingOf): Promise<NameTaken> => {
  const { words, asked, holder } = taken;
  // The refusal stands without it.
  const spelling = await spellingOf(taken).catch(() => undefined);
  // The owner may have taken another name since.
  return spelling !== undefined && isSameName(spelling, asked) ? new NameTaken(words, asked, holder, spelling) : taken;
};
