/** Returns a table of a Markdown page, line by line. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`);

const WIDTH = 100;

/** Breaks a paragraph into lines of at most 100 characters, not within code or a link. */
export const paragraph = (text: string, first = '', others = ''): readonly string[] => {
  const [word = '', ...words] = text.match(/(?:``.*?``|`[^`]*`|\[[^\]]*\]|\S)+/g) ?? [];
  const lines = [first + word];
  for (const next of words) {
    const longer = `${lines.at(-1)} ${next}`;
    if ([...longer].length > WIDTH && !beginsBlock(next)) lines.push(others + next);
    else lines[lines.length - 1] = longer;
  }
  return lines;
};

/**
 * Returns whether Markdown reads `word` at the beginning of a line as a list, a quotation or a
 * heading.
 */
const beginsBlock = (word: string): boolean => /^(?:[-+*>]|#+|\d+[.)])$/.test(word);

/** Returns an item of a list in lines of at most 100 characters, indented by its depth. */
export const item = (text: string, depth = 0): readonly string[] => {
  const indent = '  '.repeat(depth);
  return paragraph(text, `${indent}- `, `${indent}  `);
};

/** Writes a text as code. */
export const code = (text: string): string => `\`${text}\``;
