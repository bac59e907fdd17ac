const MAX_CHARACTERS = 300;

/** The most characters of a value that a sentence quotes. */
export const MAX_QUOTED = 80;

/** Returns a text of several lines as it may be printed, without cutting it. */
export const printableLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => printable(line, line.length))
    .join('\n');

/**
 * Returns a text that somebody else wrote as it may be printed on a terminal: control characters,
 * which a terminal obeys, are escaped as in JSON, and what is longer is cut.
 */
export const printable = (text: string, maxCharacters = MAX_CHARACTERS): string => {
  const cut = text.length > maxCharacters ? `${text.slice(0, maxCharacters).toWellFormed()}…` : text;
  return cut.replace(/\p{Cc}/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
};

/**
 * Returns a value as JSON that may be printed on a terminal. JSON escapes the control characters up
 * to U+001F, and a terminal obeys those from U+007F to U+009F, too.
 */
export const printableJson = (value: unknown): string =>
  JSON.stringify(value, null, 2).replace(/[\u007f-\u009f]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
