import { onInterrupt } from '../shared/interrupt.ts';

// As a shell reports them: 128 and the number of the signal.
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * Stops at the first Ctrl-C, SIGTERM or SIGHUP and ends at the second; both get the exit code.
 * Returns how to listen no more.
 */
export const onSignals = (stop: (code: number) => void, end: (code: number) => void): (() => void) => {
  let isStopped = false;
  const stopWith = (code: number): void => {
    isStopped = true;
    stop(code);
  };
  const unlisten = [
    onInterrupt(
      () => stopWith(EXIT_CODES.SIGINT),
      () => end(EXIT_CODES.SIGINT),
    ),
  ];
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
    const listener = (): void => (isStopped ? end : stopWith)(EXIT_CODES[signal]);
    process.on(signal, listener);
    unlisten.push(() => void process.off(signal, listener));
  }
  return () => {
    for (const each of unlisten) each();
  };
};
