/**
 * Splits `text` into lines of at most `width` characters, unless a code span or a link is longer.
 * `indent` begins each line but the first.
 */
export const wrap = (text: string, indent = '', width = 100): readonly string[] => {
  const [first = '', ...words] = text.match(/(?:``.*?``|`[^`]*`|\[[^[\]]*\]\([^()\s]*\)|[^ `])+/g) ?? [];
  const lines = [first];
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`;
    if (longer.length <= width || beginsBlock(word)) lines[lines.length - 1] = longer;
    else lines.push(`${indent}${word}`);
  }
  return lines;
};

/** Returns whether Markdown would read `word` at the beginning of a line as a list or a heading. */
const beginsBlock = (word: string): boolean => /^(?:[-+*>]|#+|\d+[.)])$/.test(word);

/** Returns a list item in lines of at most 100 characters, `depth` lists deep. */
export const listItem = (text: string, depth = 0): readonly string[] => {
  const margin = '  '.repeat(depth);
  return wrap(`- ${text}`, '  ', 100 - margin.length).map((line) => `${margin}${line}`);
};
