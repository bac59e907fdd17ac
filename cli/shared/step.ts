import { setTimeout as delay } from 'node:timers/promises';

/** Where steps are shown. */
export interface StepOutput {
  write(text: string): unknown;
  /** A line of a terminal is redrawn. */
  readonly isTTY?: boolean;
}

const seconds = (from: number): string => `${((performance.now() - from) / 1000).toFixed(1)} s`;

/**
 * Says that a step begins and how long it took. On a terminal its line counts the seconds
 * meanwhile; elsewhere it is said at both ends.
 */
export const step = async <T>(name: string, work: () => Promise<T>, output: StepOutput, describe = (_: T): string => name): Promise<T> => {
  const from = performance.now();
  const isTerminal = output.isTTY === true;
  const done = new AbortController();
  output.write(isTerminal ? `${name} …` : `${name} …\n`);
  if (isTerminal) void countSeconds(() => output.write(`\r\u001b[K${name} … ${seconds(from)}`), done.signal);
  try {
    const result = await work();
    output.write(`${isTerminal ? '\r\u001b[K' : ''}${describe(result)}: ${seconds(from)}\n`);
    return result;
  } catch (error) {
    if (isTerminal) output.write('\n');
    throw error;
  } finally {
    done.abort();
  }
};

const countSeconds = async (show: () => void, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    await delay(1000, undefined, { signal, ref: false }).catch(() => undefined);
    if (!signal.aborted) show();
  }
};
