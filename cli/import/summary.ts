import { grouped, perSecond } from './figures.ts';
import type { ResultLine } from './result-line.ts';
import { type Counts, type Tally, totalOf } from './tally.ts';

/** How an import ended. */
export interface Ending {
  readonly name: string;
  readonly tally: Tally;
  readonly seconds: number;
  readonly dryRun: boolean;
  readonly results: string | undefined;
}

/** What is said at the end. */
export const summaryOf = ({ name, tally, seconds, dryRun, results }: Ending): string => {
  const counts = tally.counts();
  const rate = grouped(perSecond(totalOf(counts) - counts.doneBefore, seconds));
  return [
    `${name}: ${grouped(totalOf(counts))} rows in ${seconds.toFixed(1)} s (${rate} rows/s)${dryRun ? ', dry run: nothing was created' : ''}`,
    ...countLines(counts, dryRun),
    ...(results === undefined ? [] : [`Results: ${results}`]),
    ...problemLines(tally),
    '',
  ].join('\n');
};

const countLines = ({ created, replayed, doneBefore, refused, failed }: Counts, dryRun: boolean): readonly string[] => [
  countLine(dryRun ? 'would be created' : 'created', created),
  countLine('answered from before', replayed, 'replayed'),
  countLine('done before', doneBefore, 'skipped'),
  countLine('refused', refused),
  countLine('failed', failed),
];

const countLine = (label: string, count: number, other = ''): string =>
  `  ${label.padEnd(20)} ${grouped(count).padStart(12)}${other && `  (${other})`}`;

const problemLines = (tally: Tally): readonly string[] => {
  const { refused, failed } = tally.counts();
  if (refused + failed === 0) return [];
  const codes = tally.codes().map(([code, count]) => `${code} ${grouped(count)}`);
  return [`Refused or failed, by code: ${codes.join(', ')}. The first:`, ...tally.first().map(problemLine)];
};

const problemLine = ({ line, code = '', detail = '' }: ResultLine): string => `  line ${line}: ${code}: ${detail}`;
