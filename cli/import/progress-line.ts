import { formatBytes, formatCount, formatDuration } from './figures.ts';
import { type Counts, totalOf } from './tally.ts';

/** The progress of an import. */
export interface View {
  readonly counts: Counts;
  readonly bytes: number;
  /** `undefined` when nobody knows, as with standard input. */
  readonly totalBytes: number | undefined;
  readonly rowsPerSecond: number;
  readonly secondsLeft: number | undefined;
  readonly stopping: boolean;
}

const [SHORTEST_BAR, LONGEST_BAR] = [10, 40];
const WIDE = 110;

/** Formats the line of a terminal: a bar in the width that the figures leave. */
export const formatBar = (view: View, columns: number): string => {
  const figures = formatFigures(view, columns >= WIDE);
  if (view.totalBytes === undefined) return figures;
  const width = Math.max(SHORTEST_BAR, Math.min(LONGEST_BAR, columns - figures.length - 2));
  const full = Math.round(width * shareOf(view));
  return `${'█'.repeat(full)}${'░'.repeat(width - full)}  ${figures}`;
};

/** Formats the line of a log. */
export const formatLog = (view: View): string => formatFigures(view, true);

const shareOf = ({ bytes, totalBytes = 0 }: View): number => (totalBytes === 0 ? 1 : Math.min(1, bytes / totalBytes));

const formatFigures = (view: View, wide: boolean): string => {
  const { counts, rowsPerSecond, secondsLeft, stopping } = view;
  return [
    readOf(view, wide),
    `${formatCount(totalOf(counts))} rows: ${countsOf(counts)}`,
    `${formatCount(rowsPerSecond)}${wide ? ' rows' : ''}/s`,
    stopping ? 'stopping …' : secondsLeft === undefined ? '' : `${formatDuration(secondsLeft)} left`,
  ]
    .filter(Boolean)
    .join('  ');
};

const readOf = (view: View, wide: boolean): string => {
  if (view.totalBytes === undefined) return formatBytes(view.bytes);
  const percent = `${String(Math.floor(100 * shareOf(view))).padStart(3)}%`;
  return wide ? `${percent} of ${formatBytes(view.totalBytes)}` : percent;
};

const countsOf = ({ created, updated, unchanged, replayed, doneBefore, refused, failed }: Counts): string => {
  const rare = { updated, unchanged, replayed, 'done before': doneBefore, refused, failed };
  const seen = Object.entries(rare).filter(([, count]) => count > 0);
  return [`${formatCount(created)} created`, ...seen.map(([name, count]) => `${formatCount(count)} ${name}`)].join(', ');
};
