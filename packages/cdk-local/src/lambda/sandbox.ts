import { exitError, FunctionError, timeoutError } from './function-error.ts';
import type { WorkerReport, WorkerSettings } from './messages.ts';
import { startWorkerProcess } from './worker-process.ts';

interface SandboxOptions {
  readonly settings: WorkerSettings;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly onLine: (line: string) => void;
}

/** One execution environment: it runs one invocation at a time and is of no use once `dead`. */
export interface Sandbox {
  /** Runs one event (JSON text in, JSON text out); rejects with `FunctionError`. */
  invoke(requestId: string, payload: string): Promise<string>;
  dead(): boolean;
  /** Ends the process at once; a running invocation fails with `Runtime.ExitError`. */
  terminate(): Promise<void>;
}

/** Lambda's limit for loading a function's module. */
const initSeconds = 10;

/**
 * Starts a process whose only ways out are its answers, its log lines and its death, which harms
 * nothing but its own invocation.
 */
export const startSandbox = ({ settings, environment, timeoutSeconds, onLine }: SandboxOptions): Sandbox => {
  const worker = startWorkerProcess({ settings, environment, onLine });
  let loaded = false;

  const expect = async (requestId: string, seconds: number): Promise<WorkerReport> => {
    const report = await within(worker.next(), seconds * 1000);
    if (report === undefined) {
      await worker.terminate();
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
      await worker.terminate();
      throw error;
    }
  };

  return {
    async invoke(requestId, payload) {
      if (!loaded) await load(requestId);
      worker.send({ requestId, payload, deadline: Date.now() + timeoutSeconds * 1000 });
      const report = await expect(requestId, timeoutSeconds);
      return report.kind === 'result' ? report.payload : 'null';
    },
    dead: worker.dead,
    terminate: worker.terminate,
  };
};

const within = async <T>(promise: Promise<T>, milliseconds: number): Promise<T | undefined> => {
  const { promise: expired, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), milliseconds);
  try {
    return await Promise.race([promise, expired]);
  } finally {
    clearTimeout(timer);
  }
};
