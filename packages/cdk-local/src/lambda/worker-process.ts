import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Invocation, WorkerReport, WorkerSettings } from './messages.ts';

/** The end of a process: `reason` in Lambda's words, absent for status 0. */
interface Ended {
  readonly kind: 'ended';
  readonly reason: string | undefined;
}

interface ProcessOptions {
  readonly settings: WorkerSettings;
  /** Every variable of the process: nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
  /** A line of standard output or error. */
  readonly onLine: (line: string) => void;
}

/** The process of one execution environment. */
export type WorkerProcess = ReturnType<typeof startWorkerProcess>;

let bootstrap: string | undefined;

/**
 * Starts a process in the function's directory, with its memory size as V8's heap limit; it ends
 * with this process, however this one ends.
 */
export const startWorkerProcess = ({ settings, environment, onLine }: ProcessOptions) => {
  const child = spawnNode(settings, environment);
  const gone = Promise.withResolvers<void>();
  let report = Promise.withResolvers<WorkerReport | Ended>();
  let dead = false;
  const end = (reason: string | undefined) => {
    dead = true;
    gone.resolve();
    // Its last answer may still be on the way.
    const reportEnd = () => report.resolve({ kind: 'ended', reason });
    if (child.connected) child.once('disconnect', reportEnd);
    else reportEnd();
  };

  for (const input of [child.stdout, child.stderr]) if (input) createInterface({ input }).on('line', onLine);
  child.on('message', (message: WorkerReport) => report.resolve(message));
  child.on('error', ({ message }) => end(message));
  child.on('exit', (status, signal) => end(exitReason(status, signal)));
  // A message that does not arrive is followed by the end of the process, which is reported.
  const send = (message: WorkerSettings | Invocation) => void child.send?.(message, () => undefined);
  send(settings);

  return {
    /** The next report after the last invocation sent, or after the start. */
    next: () => report.promise,
    send(invocation: Invocation) {
      if (!dead) report = Promise.withResolvers();
      send(invocation);
    },
    dead: () => dead,
    /** Ends the process at once, whatever it does; resolves when it is gone. */
    terminate(): Promise<void> {
      if (!dead) child.kill('SIGKILL');
      return gone.promise;
    },
  };
};

const spawnNode = ({ directory, memoryMb }: WorkerSettings, environment: Readonly<Record<string, string>>) => {
  bootstrap ??= readBootstrap();
  return spawn(process.execPath, [`--max-old-space-size=${memoryMb}`, '--input-type=module', '--eval', bootstrap], {
    cwd: directory,
    // Node.js hands its coverage directory down unless the variable is named here.
    env: { NODE_V8_COVERAGE: undefined, ...environment },
    // The last is the lifeline that the process watches.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'],
    serialization: 'json',
    // Out of the terminal's process group: Ctrl-C reaches the runtime alone, which then lets its
    // functions finish.
    detached: true,
    windowsHide: true,
  });
};

// Of the same language as this file: it is JavaScript once the package is built.
const BOOTSTRAP = fileURLToPath(new URL(`./bootstrap${extname(import.meta.url)}`, import.meta.url));

const readBootstrap = (): string => (BOOTSTRAP.endsWith('.ts') ? stripBootstrap() : readFileSync(BOOTSTRAP, 'utf8'));

/**
 * Done once: stripping its types would cost every process more than the rest of its start. In a
 * process of its own, as it warns.
 */
const stripBootstrap = (): string => {
  const strip = 'process.getBuiltinModule("module").stripTypeScriptTypes(fs.readFileSync(process.argv[1], "utf8"))';
  const flags = ['--disable-warning=ExperimentalWarning', '--print', strip];
  return execFileSync(process.execPath, [...flags, BOOTSTRAP], {
    encoding: 'utf8',
    env: {},
  });
};

/**
 * The words of Lambda's runtime supervisor, which is written in Go, for the signals that end a
 * process.
 */
const signalWords: Readonly<Partial<Record<NodeJS.Signals, string>>> = {
  SIGABRT: 'aborted',
  SIGBUS: 'bus error',
  SIGFPE: 'floating point exception',
  SIGHUP: 'hangup',
  SIGILL: 'illegal instruction',
  SIGINT: 'interrupt',
  SIGKILL: 'killed',
  SIGQUIT: 'quit',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
  SIGTRAP: 'trace/breakpoint trap',
};

const exitReason = (status: number | null, signal: NodeJS.Signals | null): string | undefined => {
  if (signal) return `signal: ${signalWords[signal] ?? signal}`;
  return status === 0 ? undefined : `exit status ${status}`;
};
