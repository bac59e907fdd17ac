import { setTimeout as delay } from 'node:timers/promises';
import { functionProcesses, tableServers } from '../system/system.ts';
import type { Store } from './stores.ts';

/** The most memory of a system that was seen, in MiB. */
export interface Memory {
  runtime: number;
  tableServer: number;
  /** All processes of functions together, and how many there were. */
  functions: number;
  processes: number;
}

const EVERY_MS = 1000;

/**
 * Watches the memory of a system until it is stopped. When the runtime ends before, `stop` rejects.
 */
export const watchMemory = ({ system }: Pick<Store, 'system'>) => {
  const most: Memory = { runtime: 0, tableServer: 0, functions: 0, processes: 0 };
  const stopping = new AbortController();
  const note = (figure: keyof Memory, value: number): void => {
    most[figure] = Math.max(most[figure], Math.round(value));
  };
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const [{ rssKb }, processes] = await Promise.all([system.figures(), system.processes()]);
      const functions = functionProcesses(processes);
      const sum = (of: typeof processes): number => of.reduce((total, process) => total + process.rssKb, 0) / 1024;
      note('runtime', rssKb / 1024);
      note('tableServer', sum(tableServers(processes)));
      note('functions', sum(functions));
      note('processes', functions.length);
      await delay(EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const running = run();
  // Without it the end of the runtime would end this process, with no results.
  running.catch(() => undefined);
  return {
    most,
    async stop(): Promise<void> {
      stopping.abort();
      await running;
    },
  };
};
