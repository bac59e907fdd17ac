import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { TokenRequest } from '../../local/keys.ts';
import { descendantsOf, type RunningProcess } from '../../testing/processes.ts';
import { startChild } from '../shared/child.ts';
import { openProcessList } from '../shared/process-births.ts';
import type { FaultSettings } from './faults.ts';
import type { RecordKind, SystemOrder, SystemSettings, SystemStarted } from './messages.ts';
import type { ProcessFigures } from './process-figures.ts';

export type SystemOptions = Omit<SystemSettings, 'start' | 'port' | 'dataDir'>;

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
   * @throws {Error} when something still is after seven minutes
   */
  idle(): Promise<void>;
  figures(): Promise<SystemFigures>;
  /** Lets the runtime collect its garbage, so that its figures are of what it holds on to. */
  collectGarbage(): Promise<void>;
  /** All processes that it has started, directly or not. */
  processes(): Promise<readonly RunningProcess[]>;
  /**
   * The ids of all processes that any start of it had when it was killed or stopped, itself among
   * them: none of them may live on.
   */
  everStarted(): readonly number[];
  /** Kills the runtime itself, as the machine would, and leaves it dead. */
  kill(): Promise<void>;
  /** Starts it again after its death. */
  startAgain(): Promise<void>;
  /** Reads its records so far, over all starts. */
  recorded<T>(kind: RecordKind): readonly (T & { readonly start: number; readonly at: number })[];
  stop(): Promise<void>;
}

/** A message that a killed function had received comes again after the six minutes of its queue. */
const REST_WITHIN_MS = 420_000;

const WORKER = new URL('./worker.ts', import.meta.url);

/** Starts the embedded runtime of an assembly in a process of its own, which ends with this one. */
export const openSystem = async (options: SystemOptions): Promise<System> => {
  const { folder } = options;
  mkdirSync(folder, { recursive: true });
  let starts = 0;
  let port = 0;
  let settings: FaultSettings = {};
  const startOne = async () => {
    starts += 1;
    const own: SystemSettings = { ...options, port, dataDir: join(folder, 'data'), start: starts };
    const one = await startChild<SystemStarted, SystemOrder>({ module: WORKER, name: 'The runtime', settings: own });
    port = Number(new URL(one.started.url).port);
    if (starts > 1) await one.ask({ kind: 'faults', settings });
    return one;
  };
  let running = await startOne();
  const ever = openProcessList();
  const remember = async (): Promise<void> => {
    const { pid } = running;
    ever.add([pid, ...(await descendantsOf(pid)).map((one) => one.pid)]);
  };

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
    everStarted: ever.pids,
    async kill() {
      // So that it starts no other meanwhile.
      running.signal('SIGSTOP');
      await remember().finally(() => running.kill());
    },
    async startAgain() {
      running = await startOne();
    },
    recorded: (kind) => readLines(join(folder, `${kind}.ndjson`)),
    async stop() {
      if (running.isAlive()) await remember();
      await running.stop();
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
