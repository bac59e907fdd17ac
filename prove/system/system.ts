import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { TokenRequest } from '../../local/keys.ts';
import { descendantsOf, type RunningProcess } from '../../testing/processes.ts';
import type { FaultSettings } from './faults.ts';
import type { FromSystem, RecordKind, SystemSettings, ToSystem } from './messages.ts';
import type { ProcessFigures } from './process-figures.ts';

export type SystemOptions = Omit<SystemSettings, 'start' | 'port' | 'dataDir'>;

type Started = Extract<FromSystem, { kind: 'started' }>;

/** The figures of a running system. */
export interface SystemFigures extends ProcessFigures {
  /** The times that each fault struck. */
  readonly struck: Readonly<Record<string, number>>;
  readonly invocations: { readonly begun: number; readonly running: number };
}

/** Those that run functions: neither the table server, nor the shell that guards it, nor `ps`. */
export const functionProcesses = (processes: readonly RunningProcess[]): readonly RunningProcess[] =>
  processes.filter(({ program }) => !/(?:dynoxide|sh|ps)$/.test(program));

export const tableServers = (processes: readonly RunningProcess[]): readonly RunningProcess[] =>
  processes.filter(({ program }) => program.endsWith('dynoxide'));

/** The embedded runtime on files, which can be killed and started again on the same port. */
export interface System {
  readonly url: string;
  readonly awsUrl: () => string;
  readonly dynamodbUrl: () => string;
  readonly outputs: () => Readonly<Record<string, string>>;
  /** Decides what goes wrong from now on; outlives a start. */
  fault(settings: FaultSettings): Promise<void>;
  token(claims: TokenRequest): Promise<string>;
  /**
   * Waits until nothing is under way.
   * @throws {Error} when something still is after five minutes
   */
  idle(): Promise<void>;
  figures(): Promise<SystemFigures>;
  /** Lets the runtime collect its garbage, so that its figures are of what it holds on to. */
  collectGarbage(): Promise<void>;
  /** All processes that it has started, directly or not. */
  processes(): Promise<readonly RunningProcess[]>;
  /** Kills the runtime itself, as the machine would, and leaves it dead. */
  kill(): Promise<void>;
  /** Starts it again after its death. */
  startAgain(): Promise<void>;
  /** Reads its records so far, over all starts. */
  recorded<T>(kind: RecordKind): readonly (T & { readonly start: number; readonly at: number })[];
  stop(): Promise<void>;
}

const REST_WITHIN_MS = 300_000;

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url));

/** Starts the embedded runtime of an assembly in a process of its own, which ends with this one. */
export const openSystem = async (options: SystemOptions): Promise<System> => {
  const { folder } = options;
  mkdirSync(folder, { recursive: true });
  let starts = 0;
  let port = 0;
  let settings: FaultSettings = {};
  const startOne = async () => {
    starts += 1;
    const one = await startProcess({ ...options, port, dataDir: join(folder, 'data'), start: starts });
    port = Number(new URL(one.started.url).port);
    if (starts > 1) await one.ask({ kind: 'faults', settings });
    return one;
  };
  let running = await startOne();

  return {
    url: running.started.url,
    awsUrl: () => running.started.awsUrl,
    dynamodbUrl: () => running.started.dynamodbUrl,
    outputs: () => running.started.outputs,
    async fault(next) {
      settings = next;
      if (running.isAlive()) await running.ask({ kind: 'faults', settings });
    },
    token: (claims) => running.ask({ kind: 'token', claims }) as Promise<string>,
    async idle() {
      const rest = running.ask({ kind: 'idle' }).then(() => true);
      if (!(await Promise.race([rest, delay(REST_WITHIN_MS, false, { ref: false })])))
        throw new Error(`Something was still under way after ${REST_WITHIN_MS / 1000} s.`);
    },
    figures: () => running.ask({ kind: 'figures' }) as Promise<SystemFigures>,
    collectGarbage: async () => void (await running.ask({ kind: 'collect-garbage' })),
    processes: () => descendantsOf(running.pid),
    kill: () => running.kill(),
    async startAgain() {
      running = await startOne();
    },
    recorded: (kind) => readLines(join(folder, `${kind}.ndjson`)),
    async stop() {
      if (!running.isAlive()) return;
      await running.ask({ kind: 'stop' }).catch(() => undefined);
      await running.ended;
    },
  };
};

const startProcess = async (settings: SystemSettings) => {
  const child = fork(WORKER, { stdio: ['pipe', 'ignore', 'pipe', 'ipc'] });
  child.stdin?.end(JSON.stringify(settings));
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    words = `${words}${chunk}`.slice(-4_000);
  });
  const ended = once(child, 'exit');
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const started = Promise.withResolvers<Started>();
  child.on('message', (message: FromSystem) => {
    if (message.kind === 'started') return started.resolve(message);
    const { id, answer, error } = message;
    if (error === undefined) waiting.get(id)?.resolve(answer);
    else waiting.get(id)?.reject(new Error(error));
    waiting.delete(id);
  });
  void ended.then(() => {
    const gone = new Error(`The runtime has ended: ${words}`);
    started.reject(gone);
    for (const { reject } of waiting.values()) reject(gone);
  });
  return { started: await started.promise, pid: child.pid ?? 0, ...controls(child, ended, waiting) };
};

const controls = (child: ChildProcess, ended: Promise<unknown>, waiting: Map<number, PromiseWithResolvers<unknown>>) => {
  let asked = 0;
  const isAlive = (): boolean => child.exitCode === null && child.signalCode === null;
  return {
    ended,
    isAlive,
    ask(message: ToSystem): Promise<unknown> {
      asked += 1;
      const answer = Promise.withResolvers<unknown>();
      waiting.set(asked, answer);
      child.send({ id: asked, message }, (error) => error && answer.reject(error));
      return answer.promise;
    },
    async kill(): Promise<void> {
      child.kill('SIGKILL');
      await ended;
    },
  };
};

/** The lines of a file of records; the last may be cut off by the death of its writer. */
const readLines = <T>(file: string): readonly T[] => {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as T);
};
