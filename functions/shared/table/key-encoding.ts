import { createHash } from 'node:crypto';

// A partition key holds 2048 bytes, and normalising can triple the bytes of a name: a long one stands in its key as a hash.
export const boundedKey = (value: string): string =>
  Buffer.byteLength(value) <= MOST_BYTES ? value : `sha256:${createHash('sha256').update(value).digest('hex')}`;

const MOST_BYTES = 1024;

// A sort key holds 1024 bytes, an id behind the value included: the rest of a long value is told apart by its hash. No value holds a line feed, so that
// none ends where a longer one is cut.
export const sortableKey = (value: string): string => {
  const start = keyBeginning(value);
  return start === value ? value : `${start}\nsha256:${createHash('sha256').update(value).digest('hex')}`;
};

const SORTABLE_BYTES = 880;

/** As much of a text as a sort key takes, in whole characters. */
export const keyBeginning = (value: string): string =>
  Buffer.byteLength(value) <= SORTABLE_BYTES
    ? value
    : new TextDecoder().decode(Buffer.from(value).subarray(0, SORTABLE_BYTES), { stream: true });

/** Writes a text in the one form that all names take that count as the same. */
export type Normalise = (name: string) => string;

/**
 * Writes all names that count as the same in one form: Unicode's full case folding (CaseFolding.txt, C and F), canonical
 * equivalence (NFC), and two additions of ours. White space is trimmed and collapsed. ZWNJ and ZWJ, which a name may hold where
 * they shape its letters, are left out.
 */
export const normalise: Normalise = (name) => folded(name.replace(/[\u200C\u200D]/g, ''), (text) => text.replace(/[^ı]+/gu, upperAndBack));

/** Writes a name as keys had it at first: `ı` as the letter `i`, joiners left in. What was stored then is found under it. */
export const normaliseAsBefore: Normalise = (name) => folded(name, upperAndBack);

// Upper case folds what lower case keeps apart, such as "ß" and "SS"; lower case before it what upper case does, such as "ẞ".
// Of "ı" upper case makes an "I", which is another letter.
const folded = (name: string, upper: Normalise): string => {
  const spaced = name.trim().replace(/\s+/gu, ' ');
  const text = upper(spaced.normalize('NFC').toLowerCase());
  // Lower case writes a sigma that ends a word in another way, so that what begins a name would depend on what follows.
  return text.replaceAll('ς', 'σ').normalize('NFC');
};

const upperAndBack: Normalise = (text) => text.toUpperCase().toLowerCase();
