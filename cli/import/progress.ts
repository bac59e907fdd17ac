import type { WriteStream } from 'node:tty';
import { formatBar, formatLog, type View } from './progress-line.ts';

/** Shows how far the import has come until it is closed. */
export interface Progress {
  /** Prints a line in between. */
  note(text: string): void;
  close(): void;
}

/** The stream to write to, such as standard error. */
export type Screen = Pick<WriteStream, 'isTTY' | 'columns' | 'write'>;

const REFRESH_MS = 250;
const LOG_EVERY_MS = 5_000;
// Ctrl-C shows as ^C behind the line, which must not wrap by it.
const MARGIN = 3;
const CLEAR_RIGHT = '\x1b[K';

/** Opens a bar on a terminal, or a line every few seconds elsewhere. */
export const openProgress = (screen: Screen, view: () => View): Progress => (screen.isTTY ? openBar(screen, view) : openLog(screen, view));

// Our own line, not cli-progress: that jumps at its end to where it began, so that what was printed
// since is written over.
const openBar = (screen: Screen, view: () => View): Progress => {
  const draw = (): void => {
    const columns = (screen.columns || 80) - MARGIN;
    screen.write(`\r${formatBar(view(), columns).slice(0, columns)}${CLEAR_RIGHT}`);
  };
  draw();
  const timer = setInterval(draw, REFRESH_MS);
  return {
    note(text) {
      screen.write(`\r${text}${CLEAR_RIGHT}\n`);
      draw();
    },
    close() {
      clearInterval(timer);
      draw();
      screen.write('\n');
    },
  };
};

const openLog = (screen: Screen, view: () => View): Progress => {
  const timer = setInterval(() => screen.write(`${formatLog(view())}\n`), LOG_EVERY_MS);
  return { note: (text) => void screen.write(`${text}\n`), close: () => clearInterval(timer) };
};
