/** A change of one place of a source file that a test should notice. */
export interface Mutant {
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly mutator: string;
  readonly original: string;
  readonly replacement: string;
}

/** Whether the tests noticed a mutant, which also a timeout and a crash mean. */
export type Status = 'killed' | 'survived' | 'timeout' | 'crash' | 'no coverage';

/** A mutant with the verdict on it; `killer` is the test file that failed. */
export interface MutantResult extends Mutant {
  readonly status: Status;
  readonly killer?: string | undefined;
}

/** The number of mutants of each status, and the score in percent. */
export interface Tally extends Readonly<Record<Status, number>> {
  readonly mutants: number;
  readonly score: number;
}

const STATUSES: readonly Status[] = ['killed', 'survived', 'timeout', 'crash', 'no coverage'];
const UNNOTICED: readonly Status[] = ['survived', 'no coverage'];

/** Counts results. The score is the part that was noticed; that of no mutants is 100. */
export const tally = (results: readonly MutantResult[]): Tally => {
  const count = (status: Status): number => results.filter((result) => result.status === status).length;
  const counts = Object.fromEntries(STATUSES.map((status) => [status, count(status)])) as Readonly<Record<Status, number>>;
  const unnoticed = UNNOTICED.reduce((sum, status) => sum + counts[status], 0);
  const mutants = results.length;
  return { ...counts, mutants, score: mutants === 0 ? 100 : ((mutants - unnoticed) / mutants) * 100 };
};

/** True when no test noticed a mutant. */
export const isUnnoticed = ({ status }: MutantResult): boolean => UNNOTICED.includes(status);

/** Names a mutant by its place and its change, as long as the lines above it stay. */
export const nameMutant = ({ file, line, column, mutator, original, replacement }: Mutant): string =>
  [file, line, column, mutator, original, replacement].join('\n');

const COLUMNS = ['mutants', ...STATUSES, 'score'] as const;
const MAX_TEXT = 100;

/** Writes the report: a table of files and groups, then each mutant that no test noticed. */
export const reportLines = (groups: Readonly<Record<string, readonly string[]>>, results: readonly MutantResult[]): readonly string[] => {
  const rows = Object.entries(groups).flatMap(([group, files]) => {
    const inGroup = results.filter(({ file }) => files.includes(file));
    const perFile = files.map((file) => [`  ${file}`, inGroup.filter((result) => result.file === file)] as const);
    return inGroup.length === 0 ? [] : [[group, inGroup] as const, ...perFile.filter(([, some]) => some.length > 0)];
  });
  const table = [...rows, ['all', results] as const].map(([name, some]) => [name, ...cellsOf(tally(some))]);
  const unnoticed = results.filter(isUnnoticed);
  return [...alignColumns([['', ...COLUMNS], ...table]), ...(unnoticed.length > 0 ? ['', ...unnoticed.flatMap(describeMutant)] : [])];
};

const cellsOf = (counts: Tally): readonly string[] =>
  COLUMNS.map((column) => (column === 'score' ? `${counts.score.toFixed(1)} %` : String(counts[column])));

const alignColumns = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
  return rows.map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '));
};

const describeMutant = ({ file, line, status, mutator, original, replacement }: MutantResult): readonly string[] => [
  `${file}:${line}  ${status} (${mutator})`,
  `  - ${onOneLine(original)}`,
  `  + ${onOneLine(replacement)}`,
];

const onOneLine = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > MAX_TEXT ? `${line.slice(0, MAX_TEXT)}…` : line;
};
