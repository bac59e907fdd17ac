type TextTest = (text: string) => boolean;

/**
 * A pattern's text is compared with the quotation marks that stand around a string in JSON: a prefix may reach over the closing one, a suffix over
 * the opening one.
 */
export const startsWith =
  (prefix: string): TextTest =>
  (text) =>
    text.startsWith(prefix) || prefix === `${text}"`;

/** As `startsWith`, from the end. */
export const endsWith =
  (suffix: string): TextTest =>
  (text) =>
    text.endsWith(suffix) || suffix === `"${text}`;

const quoted = (literal: string): string => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * The source of a regular expression for a text in either case. The engine folds each character of the pattern by itself and compares with what
 * that gives, so `ß` stands for `ß` and `SS`, and `ǅ`, which is neither case, not even for itself.
 */
const foldedSource = (pattern: string): string =>
  [...pattern]
    .map((character) => [...new Set([character.toLowerCase(), character.toUpperCase()])].map(quoted))
    .map((cases) => (cases.length === 1 ? cases.join('') : `(?:${cases.join('|')})`))
    .join('');

/** Tests for texts that are the same but for the case of letters. */
export const equalsIgnoreCase = (pattern: string): TextTest => {
  const expression = new RegExp(`^${foldedSource(pattern)}$`);
  return (text) => expression.test(text);
};

/** As `startsWith`, whatever the case of letters. */
export const startsWithIgnoreCase = (prefix: string): TextTest => {
  const expression = new RegExp(`^${foldedSource(prefix)}`);
  return (text) => expression.test(prefix.endsWith('"') ? `${text}"` : text);
};

/** As `endsWith`, whatever the case of letters. */
export const endsWithIgnoreCase = (suffix: string): TextTest => {
  const expression = new RegExp(`${foldedSource(suffix)}$`);
  return (text) => expression.test(suffix.startsWith('"') ? `"${text}` : text);
};

/**
 * Tests for texts of a pattern in which `*` stands for any characters, and `\*` and `\\` for themselves.
 * Throws an error with the reason where two stars meet or a backslash stands before anything else.
 */
export const wildcard = (pattern: string): TextTest => {
  const parts = [''];
  for (const [token] of pattern.matchAll(/\\[*\\]|\*\*|./gs)) {
    if (token === '**') throw new Error('Consecutive wildcard characters');
    if (token === '\\') throw new Error('Invalid escape character');
    if (token === '*') parts.push('');
    else parts.push(`${parts.pop()}${token.at(-1)}`);
  }
  return parts.length === 1 ? (text) => text === parts[0] : (text) => hasInOrder(text, parts);
};

/** Whether the text begins with the first part, ends with the last, and has the others between them in order. */
const hasInOrder = (text: string, parts: readonly string[]): boolean => {
  const [first = '', last = ''] = [parts.at(0), parts.at(-1)];
  const end = text.length - last.length;
  if (!text.startsWith(first) || !text.endsWith(last) || end < first.length) return false;
  let position = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, position);
    if (found < 0 || found + part.length > end) return false;
    position = found + part.length;
  }
  return true;
};
