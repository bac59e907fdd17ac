import { formatCount, perSecond } from '../import/figures.ts';

interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const FIRST_MS = 2000;
const REDRAW_MS = 250;
const LINE_MS = 10_000;
const CLEAR_LINE = '\r\x1b[K';

/**
 * Shows how many events are sent, after two seconds: on a terminal a line that is drawn over,
 * elsewhere a line every ten seconds. Calling it without counts clears the line.
 */
export const progressLine = (screen: Screen, now: () => number) => {
  const started = now();
  let [next, first] = [started + FIRST_MS, 0];
  return (sent?: Readonly<Record<string, number>>): void => {
    if (sent === undefined) return void (screen.isTTY && screen.write(CLEAR_LINE));
    const total = Object.values(sent).reduce((sum, count) => sum + count, 0);
    // A resumed backfill begins with what was sent before.
    if (now() === started) first = total;
    if (now() < next) return;
    next = now() + (screen.isTTY ? REDRAW_MS : LINE_MS);
    const each = Object.entries(sent).map(([name, count]) => `${formatCount(count)} ${name}`);
    const line = `${each.join(', ')}  ${formatCount(perSecond(total - first, (now() - started) / 1000))}/s`;
    screen.write(screen.isTTY ? `${CLEAR_LINE}${line}` : `${line}\n`);
  };
};
