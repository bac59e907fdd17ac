import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const WORKER = 'bench/runtime-worker.ts';

/** A request to the runtime: its figures when it is idle, its figures now, or its end. */
export type ToRuntime = 'idle' | 'figures' | 'stop';

/** Attempts of deliveries by their outcome, and the most memory the process has had, in KiB. */
export interface Figures {
  readonly kind: 'idle' | 'figures';
  readonly attempts: Readonly<Record<'delivered' | 'retrying' | 'dead-letter' | 'dropped', number>>;
  readonly warnings: readonly string[];
  readonly peakRssKb: number;
}

/** The runtime's answer. */
export type ToBench = { readonly kind: 'started'; readonly url: string } | Figures;

/**
 * Starts the embedded runtime of an assembly in a process of its own, which ends with this one. It
 * is that of another checkout, if one is named.
 */
export const runtimeProcess = async (assembly: string, rules: number, checkout?: string) => {
  const worker = checkout === undefined ? fileURLToPath(new URL('./runtime-worker.ts', import.meta.url)) : join(checkout, WORKER);
  const child = fork(worker, [assembly, String(rules)]);
  const ended = once(child, 'exit');

  const told = (kind: ToBench['kind']): Promise<ToBench> =>
    new Promise((resolve, reject) => {
      const listen = (message: ToBench): void => {
        if (message.kind !== kind) return;
        child.off('message', listen);
        resolve(message);
      };
      child.on('message', listen);
      void ended.then(() => reject(new Error('the runtime has ended')));
    });
  const ask = async (question: Figures['kind']): Promise<Figures> => {
    const answer = told(question);
    child.send(question);
    return (await answer) as Figures;
  };

  const started = (await told('started')) as Extract<ToBench, { kind: 'started' }>;
  return {
    url: started.url,
    /** Returns the figures when nothing is under way any more. */
    idle: () => ask('idle'),
    figures: () => ask('figures'),
    async stop(): Promise<void> {
      if (child.connected) child.send('stop');
      await ended;
    },
  };
};
