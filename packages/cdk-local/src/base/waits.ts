import { setTimeout as delay } from 'node:timers/promises';

/** Waits that can be compressed and cancelled all at once. */
export type Waits = {
  /** Aborted when waiting is over for good. */
  readonly signal: AbortSignal;
  /** Milliseconds of real time for a nominal duration in milliseconds. */
  scaled(nominalMs: number): number;
  /** Waits real milliseconds; `false` when cancelled meanwhile. */
  sleep(realMs: number): Promise<boolean>;
  cancel(): void;
};

/** Creates waits under one scale: 1 is real time, 0.001 a thousand times faster. */
export const waits = (timeScale: number): Waits => {
  const controller = new AbortController();
  const { signal } = controller;
  return {
    signal,
    scaled: (nominalMs) => nominalMs * timeScale,
    sleep: (realMs) => delay(realMs, true, { signal }).catch(() => false),
    cancel: () => controller.abort(),
  };
};
