import type { WriteStream } from 'node:tty';
import { formatCount, formatDuration, perSecond } from '../import/figures.ts';

/** Counts the rows of an export, and shows them on a terminal. */
export interface Progress {
  add(): void;
  /** Prints a line in between. */
  note(text: string): void;
  /** Ends the display and returns what it came to. */
  close(): string;
}

const REFRESH_MS = 250;
const LINE_MS = 10_000;
const CLEAR_LINE = '\r\x1b[K';

/**
 * Opens the display: a line that is drawn over on a terminal, a line every ten seconds elsewhere.
 */
export const openProgress = (screen: Pick<WriteStream, 'isTTY' | 'write'>, subject: string): Progress => {
  const started = performance.now();
  let rows = 0;
  const seconds = (): number => (performance.now() - started) / 1000;
  const [begin, end] = screen.isTTY ? [CLEAR_LINE, ''] : ['', '\n'];
  const draw = (): void => void screen.write(`${begin}${formatCount(rows)} ${subject}  ${formatCount(perSecond(rows, seconds()))}/s${end}`);
  const timer = setInterval(draw, screen.isTTY ? REFRESH_MS : LINE_MS);
  const clear = screen.isTTY ? CLEAR_LINE : '';
  return {
    add: () => {
      rows += 1;
    },
    note: (text) => void screen.write(`${clear}${text}\n`),
    close: () => {
      clearInterval(timer);
      screen.write(clear);
      return `${formatCount(rows)} ${subject} in ${formatDuration(seconds())}`;
    },
  };
};
