// npm may hand the Ctrl-C of a terminal on to the program that has got it already.
const SAME_PRESS_MS = 300;

/** Stops at the first Ctrl-C and ends at the second; returns how to listen no more. */
export const onInterrupt = (stop: () => void, end: () => void): (() => void) => {
  let stoppedAt: number | undefined;
  const listener = (): void => {
    if (stoppedAt === undefined) {
      stoppedAt = performance.now();
      stop();
    } else if (performance.now() - stoppedAt > SAME_PRESS_MS) end();
  };
  process.on('SIGINT', listener);
  return () => void process.off('SIGINT', listener);
};
