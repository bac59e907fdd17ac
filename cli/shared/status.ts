/** The stream to write to: standard error, so that results can be piped. */
export interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** The passing of time. */
export interface Ticks {
  /** Calls `run` every so many milliseconds, until what it returns is called. */
  every(ms: number, run: () => void): () => void;
}

interface StatusOptions {
  readonly screen?: Screen;
  readonly ticks?: Ticks;
}

const TICK_MS = 500;
const FIRST_MS = 2000;
const LINE_MS = 10_000;
const CLEAR_LINE = '\r\x1b[K';

const TIMERS: Ticks = {
  every: (ms, run) => {
    const timer = setInterval(run, ms).unref();
    return () => clearInterval(timer);
  },
};

// A step of what is shown already shows nothing of its own, nor does work without a status.
let isTaken = false;

/** Does work that shows nothing, where only the result is wanted. */
export const withoutStatus = async <T>(work: () => Promise<T>): Promise<T> => {
  isTaken = true;
  try {
    return await work();
  } finally {
    isTaken = false;
  }
};

/**
 * Shows what a command does while it takes longer than two seconds: on a terminal a line that is
 * drawn over and removed, elsewhere a line every ten seconds. The work may change the text.
 */
export const withStatus = async <T>(
  first: string,
  work: (say: (text: string) => void) => Promise<T>,
  { screen = process.stderr, ticks = TIMERS }: StatusOptions = {},
): Promise<T> => {
  let text = first;
  let [passed, next] = [0, FIRST_MS];
  const tick = (): void => {
    passed += TICK_MS;
    if (passed < next) return;
    next = passed + (screen.isTTY ? TICK_MS : LINE_MS);
    const line = `${text} … ${Math.floor(passed / 1000)} s`;
    screen.write(screen.isTTY ? `${CLEAR_LINE}${line}` : `${line}\n`);
  };
  if (isTaken) return work(() => undefined);
  isTaken = true;
  const stop = ticks.every(TICK_MS, tick);
  try {
    return await work((changed) => {
      text = changed;
    });
  } finally {
    stop();
    isTaken = false;
    if (screen.isTTY && passed >= FIRST_MS) screen.write(CLEAR_LINE);
  }
};
