/**
 * Writes a JSON value in its canonical form (RFC 8785, JSON Canonicalization Scheme): whatever order, white space and escapes it came in, the text
 * is the same. Throws a `TypeError` for what has none: lone surrogates, NaN and infinities, and what is not JSON at all.
 */
export const canonical = (value: unknown): string => {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return numeral(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object') return `{${Object.entries(value).sort(byName).map(member).join(',')}}`;
  throw new TypeError(`a ${typeof value} is no JSON`);
};

type Member = readonly [name: string, value: unknown];

const member = ([name, value]: Member): string => `${quoted(name)}:${canonical(value)}`;

// Strings of ECMAScript compare by UTF-16 code units (RFC 8785, section 3.2.3).
const byName = ([one]: Member, [other]: Member): number => (one < other ? -1 : 1);

// JSON.stringify escapes as section 3.2.2.2 asks, but would write a lone surrogate as an escape.
const quoted = (text: string): string => {
  if (!text.isWellFormed()) throw new TypeError('a lone surrogate has no canonical form');
  return JSON.stringify(text);
};

// Section 3.2.2.3 is the number serialisation of ECMAScript, with its 0 for -0.
const numeral = (number: number): string => {
  if (!Number.isFinite(number)) throw new TypeError(`${number} has no canonical form`);
  return String(number);
};
