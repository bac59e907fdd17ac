import { formatCount, perSecond } from './figures.ts';
import type { ResultLine } from './result-line.ts';
import { type Counts, type Tally, totalOf } from './tally.ts';

/** The end of an import. */
export interface Ending {
  readonly name: string;
  readonly tally: Tally;
  readonly seconds: number;
  readonly dryRun: boolean;
  readonly results: string | undefined;
}

/** Formats what is printed at the end. */
export const formatSummary = ({ name, tally, seconds, dryRun, results }: Ending): string => {
  const counts = tally.counts();
  const rate = formatCount(perSecond(totalOf(counts) - counts.doneBefore, seconds));
  return [
    `${name}: ${formatCount(totalOf(counts))} rows in ${seconds.toFixed(1)} s (${rate} rows/s)${dryRun ? ', dry run: nothing was created' : ''}`,
    ...formatCounts(counts, dryRun),
    ...(results === undefined ? [] : [`Results: ${results}`]),
    ...formatProblems(tally),
    '',
  ].join('\n');
};

const formatCounts = ({ created, replayed, doneBefore, refused, failed }: Counts, dryRun: boolean): readonly string[] => [
  formatCountLine(dryRun ? 'would be created' : 'created', created),
  formatCountLine('answered from before', replayed, 'replayed'),
  formatCountLine('done before', doneBefore, 'skipped'),
  formatCountLine('refused', refused),
  formatCountLine('failed', failed),
];

const formatCountLine = (label: string, count: number, other = ''): string =>
  `  ${label.padEnd(20)} ${formatCount(count).padStart(12)}${other && `  (${other})`}`;

const formatProblems = (tally: Tally): readonly string[] => {
  const { refused, failed } = tally.counts();
  if (refused + failed === 0) return [];
  const codes = tally.codes().map(([code, count]) => `${code} ${formatCount(count)}`);
  return [`Refused or failed, by code: ${codes.join(', ')}. The first:`, ...tally.first().map(formatProblem)];
};

const formatProblem = ({ line, code = '', detail = '' }: ResultLine): string => `  line ${line}: ${code}: ${detail}`;
