/**
 * Returns a JSON value in its canonical form (RFC 8785, JSON Canonicalization Scheme), whatever its
 * order, white space and escapes were.
 * @throws {TypeError} for what has no such form: lone surrogates, NaN, infinities, and what is not
 *   JSON
 */
export const canonicalJson = (value: unknown): string => {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') return writeNumber(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') return `{${Object.entries(value).sort(byName).map(writeMember).join(',')}}`;
  throw new TypeError(`a ${typeof value} is no JSON`);
};

type Member = readonly [name: string, value: unknown];

const writeMember = ([name, value]: Member): string => `${quote(name)}:${canonicalJson(value)}`;

// Strings of ECMAScript compare by UTF-16 code units (RFC 8785, section 3.2.3).
const byName = ([one]: Member, [other]: Member): number => (one < other ? -1 : 1);

// JSON.stringify escapes as section 3.2.2.2 requires, except that it would escape a lone surrogate.
const quote = (text: string): string => {
  if (!text.isWellFormed()) throw new TypeError('a lone surrogate has no canonical form');
  return JSON.stringify(text);
};

// Section 3.2.2.3 is the number serialisation of ECMAScript, with its 0 for -0.
const writeNumber = (number: number): string => {
  if (!Number.isFinite(number)) throw new TypeError(`${number} has no canonical form`);
  return String(number);
};
