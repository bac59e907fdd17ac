import { printable } from '../shared/printable.ts';
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
  readonly update?: boolean;
  /** The number of values that had space around them. */
  readonly trimmed?: number;
  /** The files of what was created, and of what was refused or failed. */
  readonly created?: string | undefined;
  readonly refused?: string | undefined;
}

/** Formats what is printed at the end. */
export const formatSummary = (ending: Ending): string => {
  const { name, tally, seconds, dryRun, results, created, refused, trimmed = 0, update = false } = ending;
  const counts = tally.counts();
  const rate = formatCount(perSecond(totalOf(counts) - counts.doneBefore, seconds));
  return [
    `${name}: ${formatCount(totalOf(counts))} rows in ${seconds.toFixed(1)} s (${rate} rows/s)${dryRun ? ', dry run: nothing was created' : ''}`,
    ...formatCounts(counts, dryRun, update),
    ...(trimmed === 0 ? [] : [`Space around ${formatCount(trimmed)} ${trimmed === 1 ? 'value' : 'values'} was removed.`]),
    ...(results === undefined ? [] : [`Results: ${results}`]),
    ...(created === undefined || counts.created + counts.replayed === 0 ? [] : [`Ids of what was created: ${created}`]),
    ...(refused === undefined ? [] : [`Rows to mend and import once more, without --skip and --items: ${refused}`]),
    ...formatProblems(tally),
    '',
  ].join('\n');
};

const formatCounts = (counts: Counts, dryRun: boolean, update: boolean): readonly string[] => {
  const { created, updated, unchanged, replayed, doneBefore, refused, failed } = counts;
  const first = formatCountLine(dryRun ? 'would be created' : 'created', created);
  const last = [formatCountLine('refused', refused), formatCountLine('failed', failed)];
  if (update)
    return [first, formatCountLine(dryRun ? 'would be updated' : 'updated', updated), formatCountLine('unchanged', unchanged), ...last];
  return [
    first,
    formatCountLine('answered from before', replayed, 'replayed'),
    formatCountLine('done before', doneBefore, 'skipped'),
    ...last,
  ];
};

const formatCountLine = (label: string, count: number, other = ''): string =>
  `  ${label.padEnd(20)} ${formatCount(count).padStart(12)}${other && `  (${other})`}`;

const formatProblems = (tally: Tally): readonly string[] => {
  const { refused, failed } = tally.counts();
  if (refused + failed === 0) return [];
  const codes = tally.codes().map(([code, count]) => `${printable(code)} ${formatCount(count)}`);
  return [...formatFields(tally), `Refused or failed, by code: ${codes.join(', ')}. The first:`, ...tally.first().map(formatProblem)];
};

const MOST_FIELDS = 10;

const formatFields = (tally: Tally): readonly string[] => {
  const fields = tally.fields();
  if (fields.length === 0) return [];
  const lines = fields
    .slice(0, MOST_FIELDS)
    .map(({ field, message, count }) => `  ${formatCount(count).padStart(8)}  ${printable(field)} ${printable(message)}`);
  return ['Refused by field, each with an example:', ...lines];
};

const formatProblem = ({ line, code = '', detail = '' }: ResultLine): string => `  line ${line}: ${printable(code)}: ${printable(detail)}`;
