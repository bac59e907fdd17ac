/** Returns `text` with its fenced code blocks left out. */
const proseOf = (text: string): string => text.replace(/^( *)```[\s\S]*?^\1```$/gm, '');

/**
 * Returns the anchors of a page, as GitHub makes them of its headings: a repeated one gets a
 * number.
 */
export const anchorsOf = (page: string): ReadonlySet<string> => {
  const anchors = new Set<string>();
  for (const [, heading = ''] of proseOf(page).matchAll(/^#{1,6} (.*)$/gm)) {
    const anchor = slugOf(heading);
    let [unique, repeat] = [anchor, 0];
    while (anchors.has(unique)) unique = `${anchor}-${++repeat}`;
    anchors.add(unique);
  }
  return anchors;
};

const slugOf = (heading: string): string =>
  heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');

/** Returns the targets of a page's relative links: inline, by reference, and in HTML. */
export const linksOf = (page: string): readonly string[] => {
  const prose = proseOf(page);
  const patterns = [/\]\(\s*<?([^)\s>]+)/g, /^ *\[[^\]]+\]:\s*<?([^\s>]+)/gm, /\b(?:href|src)="([^"]+)"/g];
  return patterns.flatMap((pattern) => [...prose.matchAll(pattern)].map(([, link = '']) => link)).filter((link) => !/^[a-z]+:/i.test(link));
};

/**
 * Returns the lines outside code blocks that are wider than `most` and could be broken at a space.
 */
export const wideLines = (page: string, most: number): readonly string[] =>
  proseOf(page)
    .split('\n')
    .filter((line) => [...line].length > most && (line.startsWith('|') || isBreakable(line, most)));

const isBreakable = (line: string, most: number): boolean => {
  const indent = /^\s*(?:(?:[-*]|\d+\.)\s+)?/.exec(line)?.[0].length ?? 0;
  return line.slice(indent, most + 1).includes(' ');
};

interface TableLimits {
  readonly columns: number;
  /** Characters of a cell. */
  readonly width: number;
}

/**
 * Returns the rows of tables with more than `columns` columns, or with a cell wider than `width`.
 */
export const wideRows = (page: string, { columns, width }: TableLimits): readonly string[] =>
  proseOf(page)
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .filter((line) => {
      const cells = line.split(/(?<!\\)\|/).slice(1, -1);
      return cells.length > columns || cells.some((cell) => [...cell.trim()].length > width);
    });

/** Returns the cells of a table of the page, which stands between a mark and `end`. */
export const markedRows = (page: string, mark: string): readonly (readonly string[])[] => {
  const table = new RegExp(`<!-- ${mark} -->([\\s\\S]*?)<!-- end -->`).exec(page)?.[1] ?? '';
  const rows = [...table.matchAll(/^\|(.*)\|$/gm)].map(([, row = '']) => row.split('|').map((cell) => cell.trim()));
  return rows.filter(([first = '']) => !/^-+$/.test(first));
};
