import { styleText } from 'node:util';
import type { Result } from './finding.ts';
import type { Row } from './run.ts';

type Headings = readonly [string, string, string, string];
const HEADINGS: Headings = ['check', 'result', 'what was seen', 'what to do'];
const COLORS: Readonly<Record<Result, 'green' | 'yellow' | 'red' | 'dim'>> = { ok: 'green', warn: 'yellow', fail: 'red', skipped: 'dim' };
const GAP = '  ';
// Narrower, words would stand one below the other.
const NARROWEST = 24;

/**
 * Formats the rows as a table as wide as the terminal; `colors` says whether it may be coloured.
 */
export const formatTable = (rows: readonly Row[], columns: number, colors: boolean, headings = HEADINGS): string => {
  const [first, second] = [
    findWidth(
      rows.map(({ check }) => check),
      headings[0],
    ),
    findWidth(
      rows.map(({ result }) => result),
      headings[1],
    ),
  ];
  const left = Math.max(2 * NARROWEST, columns - first - second - 3 * GAP.length);
  const idle = rows.every(({ todo }) => todo === undefined);
  const third = idle ? left : Math.floor(left / 2);
  const widths = [first, second, third, left - third];
  const line = (cells: readonly string[], result?: Result) => wrapRow(cells, widths, colors ? result : undefined);
  return [
    ...line(headings.slice(0, idle ? 3 : 4)),
    ...line(widths.slice(0, idle ? 3 : 4).map((width) => '─'.repeat(width))),
    ...rows.flatMap((row) => line([row.check, row.result, row.seen, formatAdvice(row)], row.result)),
  ].join('\n');
};

const formatAdvice = ({ todo = '', see }: Row): string => (see === undefined ? todo : `${todo} See ${see}`);

const findWidth = (texts: readonly string[], heading: string): number => Math.max(heading.length, ...texts.map(({ length }) => length));

/** Returns the lines of one row, its cells wrapped to the widths of their columns. */
const wrapRow = (cells: readonly string[], widths: readonly number[], result: Result | undefined): readonly string[] => {
  const parts = cells.map((cell, column) => wrap(cell, widths[column] ?? 0));
  const height = Math.max(...parts.map(({ length }) => length));
  return Array.from({ length: height }, (_, index) =>
    parts
      .map((lines, column) => {
        const text = (lines[index] ?? '').padEnd(widths[column] ?? 0);
        return column === 1 && result ? styleText(COLORS[result], text, { validateStream: false }) : text;
      })
      .join(GAP)
      .trimEnd(),
  );
};

/**
 * Breaks a text into lines of at most `width` characters. A longer word stays whole, so that it can
 * be copied.
 */
export const wrap = (text: string, width: number): readonly string[] => {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
};

/** Counts the rows by their results. */
export const summarize = (rows: readonly Row[]): string =>
  (['ok', 'warn', 'fail', 'skipped'] as const)
    .map((result) => [rows.filter((row) => row.result === result).length, result] as const)
    .filter(([count]) => count > 0)
    .map(([count, result]) => `${count} ${result}`)
    .join(', ');
