import { styleText } from 'node:util';
import type { Result } from './finding.ts';
import type { Row } from './run.ts';

type Headings = readonly [string, string, string, string];
const HEADINGS: Headings = ['check', 'result', 'what was seen', 'what to do'];
const COLORS: Readonly<Record<Result, 'green' | 'yellow' | 'red' | 'dim'>> = { ok: 'green', warn: 'yellow', fail: 'red', skipped: 'dim' };
const GAP = '  ';
// Narrower, words would stand one below the other.
const NARROWEST = 24;

/** The rows as a table that is as wide as the terminal; `colors` says whether it may be coloured. */
export const tableOf = (rows: readonly Row[], columns: number, colors: boolean, headings = HEADINGS): string => {
  const [first, second] = [
    widest(
      rows.map(({ check }) => check),
      headings[0],
    ),
    widest(
      rows.map(({ result }) => result),
      headings[1],
    ),
  ];
  const left = Math.max(2 * NARROWEST, columns - first - second - 3 * GAP.length);
  const idle = rows.every(({ todo }) => todo === undefined);
  const third = idle ? left : Math.floor(left / 2);
  const widths = [first, second, third, left - third];
  const line = (cells: readonly string[], result?: Result) => wrapped(cells, widths, colors ? result : undefined);
  return [
    ...line(headings.slice(0, idle ? 3 : 4)),
    ...line(widths.slice(0, idle ? 3 : 4).map((width) => '─'.repeat(width))),
    ...rows.flatMap((row) => line([row.check, row.result, row.seen, adviceOf(row)], row.result)),
  ].join('\n');
};

const adviceOf = ({ todo = '', see }: Row): string => (see === undefined ? todo : `${todo} See ${see}`);

const widest = (texts: readonly string[], heading: string): number => Math.max(heading.length, ...texts.map(({ length }) => length));

/** The lines of one row, its cells wrapped to the widths of their columns. */
const wrapped = (cells: readonly string[], widths: readonly number[], result: Result | undefined): readonly string[] => {
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

/** A text in lines of at most `width` characters, broken between words; a longer word stands as it is, so that it can be copied. */
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

/** How many rows came to what. */
export const summaryOf = (rows: readonly Row[]): string =>
  (['ok', 'warn', 'fail', 'skipped'] as const)
    .map((result) => [rows.filter((row) => row.result === result).length, result] as const)
    .filter(([count]) => count > 0)
    .map(([count, result]) => `${count} ${result}`)
    .join(', ');
