import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { exitError, FunctionError, timeoutError } from './function-error.ts';
import type { Invocation, WorkerReport, WorkerSettings } from './messages.ts';

interface SandboxOptions {
  readonly settings: WorkerSettings;
  readonly environment: Record<string, string>;
  readonly timeoutSeconds: number;
  readonly onLine: (line: string) => void;
}

/** One execution environment: it runs one invocation at a time and is of no use once `dead`. */
export interface Sandbox {
  /** Runs one event (JSON text in, JSON text out); rejects with `FunctionError`. */
  invoke(requestId: string, payload: string): Promise<string>;
  dead(): boolean;
  /** Ends the thread at once; a running invocation fails with `Runtime.ExitError`. */
  terminate(): Promise<void>;
}

/** How a thread ended: `reason` in Lambda's words. */
interface Ended {
  readonly kind: 'ended';
  readonly reason: string | undefined;
}

/** Lambda's limit for loading a function's module. */
const initSeconds = 10;
const bootstrap = new URL('./bootstrap.ts', import.meta.url);

/**
 * Starts a worker thread whose only ways out are its answers, its log lines and its death. Threads share one process: a single allocation
 * far beyond the memory limit, such as one huge `Map` doubling, can still end the runtime itself.
 */
export function startSandbox({ settings, environment, timeoutSeconds, onLine }: SandboxOptions): Sandbox {
  const thread = startThread(settings, environment, onLine);
  let loaded = false;

  const expect = async (requestId: string, seconds: number): Promise<WorkerReport> => {
    const report = await within(thread.next(), seconds * 1000);
    if (report === undefined) {
      await thread.terminate();
      throw timeoutError(requestId, seconds);
    }
    if (report.kind === 'ended') throw exitError(requestId, report.reason);
    if (report.kind === 'error') throw new FunctionError(report.errorType, report.errorMessage, requestId, report.trace);
    return report;
  };
  const load = async (requestId: string) => {
    try {
      await expect(requestId, initSeconds);
      loaded = true;
    } catch (error) {
      await thread.terminate();
      throw error;
    }
  };

  return {
    async invoke(requestId, payload) {
      if (!loaded) await load(requestId);
      thread.send({ requestId, payload, deadline: Date.now() + timeoutSeconds * 1000 });
      const report = await expect(requestId, timeoutSeconds);
      return report.kind === 'result' ? report.payload : 'null';
    },
    dead: thread.dead,
    terminate: thread.terminate,
  };
}

function startThread(settings: WorkerSettings, env: Record<string, string>, onLine: (line: string) => void) {
  // V8 leaves a thread 16 MB beyond its limit to end in, and aborts the whole process beyond that: no single collection may promote more.
  const resourceLimits = { maxOldGenerationSizeMb: settings.memoryMb, maxYoungGenerationSizeMb: 16 };
  const worker = new Worker(bootstrap, { workerData: settings, env, resourceLimits, execArgv: [], argv: [], stdout: true, stderr: true });
  let report = Promise.withResolvers<WorkerReport | Ended>();
  let reason: string | undefined;
  let dead = false;
  const kill = () => {
    reason = 'signal: killed';
  };
  for (const input of [worker.stdout, worker.stderr]) createInterface({ input }).on('line', onLine);
  worker.on('message', (message: WorkerReport) => report.resolve(message));
  // An exception is caught inside the thread: what arrives here is the memory limit, which Lambda answers with a kill.
  worker.on('error', kill);
  worker.on('exit', (status) => {
    dead = true;
    report.resolve({ kind: 'ended', reason: reason ?? (status === 0 ? undefined : `exit status ${status}`) });
  });

  return {
    next: () => report.promise,
    send(invocation: Invocation) {
      if (!dead) report = Promise.withResolvers();
      worker.postMessage(invocation);
    },
    dead: () => dead,
    async terminate() {
      if (!dead) kill();
      await worker.terminate();
      dead = true;
    },
  };
}

async function within<T>(promise: Promise<T>, milliseconds: number): Promise<T | undefined> {
  const { promise: expired, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), milliseconds);
  try {
    return await Promise.race([promise, expired]);
  } finally {
    clearTimeout(timer);
  }
}
