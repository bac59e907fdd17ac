import { createHash } from 'node:crypto';

// A partition key holds 2048 bytes, and normalising can triple the bytes of a name: a long one stands in its key as a hash.
export const bounded = (value: string): string =>
  Buffer.byteLength(value) <= MOST_BYTES ? value : `sha256:${createHash('sha256').update(value).digest('hex')}`;

const MOST_BYTES = 1024;

// A sort key holds 1024 bytes, an id behind the value included: the rest of a long value is told apart by its hash. No value holds a line feed, so that
// none ends where a longer one is cut.
export const sortable = (value: string): string => {
  const start = beginning(value);
  return start === value ? value : `${start}\nsha256:${createHash('sha256').update(value).digest('hex')}`;
};

const SORTABLE_BYTES = 880;

/** As much of a text as a sort key takes, in whole characters. */
export const beginning = (value: string): string =>
  Buffer.byteLength(value) <= SORTABLE_BYTES
    ? value
    : new TextDecoder().decode(Buffer.from(value).subarray(0, SORTABLE_BYTES), { stream: true });

/** One spelling for all that count as the same name: Unicode NFC, case folded, white space trimmed and collapsed. */
export const normalise = (name: string): string => {
  const spaced = name.trim().replace(/\s+/gu, ' ');
  // Upper case folds what lower case keeps apart, such as "ß" and "SS"; lower case before it what upper case does, such as "ẞ" and "ß".
  const folded = spaced.normalize('NFC').toLowerCase().toUpperCase().toLowerCase();
  // Lower case writes a sigma that ends a word in another way, so that what begins a name would depend on what follows.
  return folded.replaceAll('ς', 'σ').normalize('NFC');
};
