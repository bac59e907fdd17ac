type TextTest = (text: string) => boolean;

/**
 * A pattern's text is compared with the quotation marks that stand around a string in JSON: a
 * prefix may reach over the closing one, a suffix over the opening one.
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

/**
 * The ways to write each character of a pattern, none of which begins or ends with another. The
 * engine folds each character by itself and compares with what that gives, so `ß` stands for `ß`
 * and `SS`, and `ǅ`, which is neither case, not even for itself.
 */
const casesOf = (pattern: string): readonly (readonly string[])[] =>
  [...pattern].map((character) => [...new Set([character.toLowerCase(), character.toUpperCase()])]);

/**
 * Returns the length of the beginning of a text that a pattern matches; undefined where it matches
 * none.
 */
const taken = (text: string, cases: ReturnType<typeof casesOf>): number | undefined => {
  let position = 0;
  for (const ways of cases) {
    const found = ways.find((way) => text.startsWith(way, position));
    if (found === undefined) return undefined;
    position += found.length;
  }
  return position;
};

/** Tests for texts that are the same except for the case of letters. */
export const equalsIgnoreCase = (pattern: string): TextTest => {
  const cases = casesOf(pattern);
  return (text) => taken(text, cases) === text.length;
};

/** As `startsWith`, whatever the case of letters. */
export const startsWithIgnoreCase = (prefix: string): TextTest => {
  const cases = casesOf(prefix);
  return (text) => taken(prefix.endsWith('"') ? `${text}"` : text, cases) !== undefined;
};

/** As `endsWith`, whatever the case of letters. */
export const endsWithIgnoreCase = (suffix: string): TextTest => {
  const cases = casesOf(suffix).toReversed();
  return (text) => {
    const whole = suffix.startsWith('"') ? `"${text}` : text;
    let position = whole.length;
    return cases.every((ways) => {
      const found = ways.find((way) => whole.endsWith(way, position));
      position -= found?.length ?? 0;
      return found !== undefined;
    });
  };
};

/**
 * Tests for texts of a pattern in which `*` stands for any characters, and `\*` and `\\` for
 * themselves. Throws an error with the reason where two stars meet or a backslash stands before
 * anything else.
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

/**
 * Returns whether a text begins with the first part, ends with the last, and has the others between
 * them in order.
 */
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
