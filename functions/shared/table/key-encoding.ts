import { createHash } from 'node:crypto';

// Returns the value for a partition key, which has at most 2048 bytes. Normalising can triple the
// bytes of a name, so a long one becomes a hash.
export const boundedKey = (value: string): string =>
  Buffer.byteLength(value) <= MAX_BYTES ? value : `sha256:${createHash('sha256').update(value).digest('hex')}`;

const MAX_BYTES = 1024;

// Returns the value for a sort key, which has at most 1024 bytes with the id behind it: the rest of
// a long value becomes its hash. No value contains a line feed, so that none ends where a longer
// one is cut.
export const sortableKey = (value: string): string => {
  const start = keyBeginning(value);
  return start === value ? value : `${start}\nsha256:${createHash('sha256').update(value).digest('hex')}`;
};

const SORTABLE_BYTES = 880;

/** Returns as much of a text as a sort key accepts, in whole characters. */
export const keyBeginning = (value: string): string =>
  Buffer.byteLength(value) <= SORTABLE_BYTES
    ? value
    : new TextDecoder().decode(Buffer.from(value).subarray(0, SORTABLE_BYTES), { stream: true });

/** Writes all names that count as the same in one form. */
export type Normalise = (name: string) => string;

/**
 * Writes all names that count as the same in one form: Unicode's full case folding
 * (CaseFolding.txt, C and F), canonical equivalence (NFC), and two additions. White space is
 * trimmed and collapsed. ZWNJ and ZWJ, which a name may contain where they shape its letters, are
 * removed.
 */
export const normalise: Normalise = (name) => fold(name.replace(/[\u200C\u200D]/g, ''), (text) => text.replace(/[^ı]+/gu, upperAndBack));

/**
 * Writes a name in the first form of keys: `ı` as the letter `i`, with joiners. It finds older
 * items.
 */
export const normaliseAsBefore: Normalise = (name) => fold(name, upperAndBack);

// Upper case folds what lower case keeps apart, such as "ß" and "SS"; lower case before it folds
// the rest, such as "ẞ". Upper case would turn "ı" into "I", which is another letter.
const fold = (name: string, upper: Normalise): string => {
  const spaced = name.trim().replace(/\s+/gu, ' ');
  const text = upper(spaced.normalize('NFC').toLowerCase());
  // Lower case writes a sigma at the end of a word in another way, so that the beginning of a name
  // would depend on what follows.
  return text.replaceAll('ς', 'σ').normalize('NFC');
};

const upperAndBack: Normalise = (text) => text.toUpperCase().toLowerCase();
