import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Build } from './builds.ts';

/** The start of a function: import and first call. */
export interface ColdFigures {
  readonly cpuMs: number;
  readonly importCpuMs: number;
  readonly wallMs: number;
  /** The number of loaded modules of Node's own HTTP client behind `fetch`. */
  readonly undici: number;
}

/** A block of calls, per call; the memory is that at its end. */
export interface WarmFigures {
  readonly cpuUs: number;
  readonly p50Us: number;
  readonly p99Us: number;
  readonly rssMiB: number;
}

/** A request to a function, and the status that it must be answered with. */
export interface Call {
  readonly event: object;
  readonly status: number;
}

const FILE = fileURLToPath(new URL('./function-process.mjs', import.meta.url));

/** Starts a function in a fresh process, whose log goes nowhere. */
export const startFunction = async ({ name, file, environment }: Build, variables: Readonly<Record<string, string>>, call: Call) => {
  const child = fork(FILE, [file, JSON.stringify(call.event), String(call.status)], {
    env: { ...environment, ...variables },
    // As Lambda does for a function of this size.
    execArgv: ['--max-old-space-size=1024', '--disable-warning=DEP0040'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const answer = async <T>(): Promise<T> => {
    const [message] = (await Promise.race([
      once(child, 'message'),
      exited.then(([code]) => {
        throw new Error(`the function of ${name} ended with ${code}`);
      }),
    ])) as [T];
    return message;
  };
  const cold = await answer<ColdFigures>();
  return {
    cold,
    /** Makes so many calls, one after another. */
    calls: (count: number): Promise<WarmFigures> => {
      child.send(count);
      return answer<WarmFigures>();
    },
    async stop(): Promise<void> {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
};
