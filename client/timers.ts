/** The clock and the dice of the client: tests have their own. */
export interface Timers {
  /** Milliseconds since 1970. */
  now(): number;
  /** A number from 0 up to 1. */
  random(): number;
  /** Runs something later, unless it is stopped. */
  after(ms: number, run: () => void): Stop;
}

type Stop = () => void;

/** The timers of the platform. */
export const TIMERS: Timers = {
  now: () => Date.now(),
  random: () => Math.random(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** The longest time of `setTimeout`. */
const LONGEST = 2 ** 31 - 1;

/**
 * Runs work that ends with a signal: after some milliseconds, and when `outer` ends. The work need
 * not obey the signal.
 * @throws {unknown} the reason of the signal, and whatever the work throws before
 */
export const within = async <T>(
  { ms, timers, outer }: { readonly ms: number; readonly timers: Timers; readonly outer: AbortSignal | undefined },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  outer?.throwIfAborted();
  const controller = new AbortController();
  const follow = () => controller.abort(outer?.reason);
  outer?.addEventListener('abort', follow, { once: true });
  const stop = timers.after(Math.min(ms, LONGEST), () => controller.abort(new TimeoutReason(ms)));
  try {
    return await untilAborted(controller.signal, work(controller.signal));
  } finally {
    stop();
    outer?.removeEventListener('abort', follow);
  }
};

/** The reason of a signal whose time is over. */
export class TimeoutReason extends Error {
  override readonly name = 'TimeoutReason';

  constructor(ms: number) {
    super(`${ms} ms are over`);
  }
}

/** Waits for a promise, or for the signal, with whose reason it is then rejected. */
export const untilAborted = <T>(signal: AbortSignal, promise: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });

/** Waits for some milliseconds, or for the signal. */
export const sleep = async (ms: number, signal: AbortSignal, timers: Timers): Promise<void> => {
  let stop: Stop = () => {};
  const time = new Promise<void>((resolve) => {
    stop = timers.after(ms, resolve);
  });
  await untilAborted(signal, time).finally(stop);
};
