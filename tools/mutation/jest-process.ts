import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Baseline, type Message, type PlannedMutant, TASK_VARIABLE, type Task, type Verdict } from './plan.ts';

/** A folder with the mutated sources, and the configuration that {@link writeJest} writes. */
export interface Jest {
  readonly folder: string;
}

const FLAGS = ['--experimental-vm-modules', '--no-compilation-cache', '--disable-warning=ExperimentalWarning'];
const ROOT = join(import.meta.dirname, '../..');
const STDERR_BYTES = 4_000;

/** Writes the configuration of Jest that runs `tests` on the mutated sources of `folder`. */
export const writeJest = async (folder: string, tests: readonly string[]): Promise<Jest> => {
  const { default: own } = (await import(join(ROOT, 'jest.config.js'))) as {
    default: { projects: readonly object[]; testTimeout: number };
  };
  // Its first project is that of the unit and integration tests.
  const project = {
    ...own.projects[0],
    rootDir: ROOT,
    testMatch: tests.map((test) => join(ROOT, test)),
    testPathIgnorePatterns: ['/node_modules/'],
    testEnvironment: '<rootDir>/tools/mutation-environment.ts',
    runner: '<rootDir>/tools/mutation-runner.ts',
    transform: { '^.+\\.ts$': ['<rootDir>/tools/mutation-transform.jest.mjs', { folder: join(folder, 'sources') }] },
  };
  writeFileSync(join(folder, 'jest.config.json'), JSON.stringify({ rootDir: ROOT, projects: [project], testTimeout: own.testTimeout }));
  return { folder };
};

/** Runs each test file without a mutant. */
export const runBaseline = async (jest: Jest, tests: readonly string[], on: (baseline: Baseline) => void): Promise<void> => {
  let done = 0;
  const { stderr } = await runTask(jest, { kind: 'baseline', tests }, (message) => {
    if (message.kind !== 'baseline') return;
    done += 1;
    on(message);
  });
  if (done < tests.length) throw endedEarly(stderr);
};

/** A verdict, or the id of a mutant whose tests ran out of time or ended the process. */
export type Outcome = Verdict | { readonly kind: 'timeout' | 'crash'; readonly id: string };

interface MutantRun {
  readonly mutants: readonly PlannedMutant[];
  readonly limitMs: (test: string) => number;
  readonly on: (outcome: Outcome) => void;
}

/** Runs mutants one after another, in as many processes of Jest as it takes. */
export const runMutants = async (jest: Jest, { mutants, limitMs, on }: MutantRun): Promise<void> => {
  const left = new Map(mutants.map((mutant) => [mutant.id, mutant]));
  const decide = (outcome: Outcome): void => {
    left.delete(outcome.id);
    on(outcome);
  };
  while (left.size > 0) {
    const before = left.size;
    const task: Task = { kind: 'mutants', mutants: [...left.values()] };
    const { unfinished, isLate, stderr } = await runTask(jest, task, (message) => message.kind === 'verdict' && decide(message), limitMs);
    if (unfinished?.id !== undefined) decide({ kind: isLate ? 'timeout' : 'crash', id: unfinished.id });
    if (left.size === before) throw endedEarly(stderr);
  }
};

const endedEarly = (stderr: string): Error => new Error(`Jest ended before the tests did:\n${stderr}`);

interface Ended {
  /** The test that ran when the process ended. */
  unfinished?: Extract<Message, { kind: 'begin' }> | undefined;
  isLate: boolean;
  stderr: string;
}

/** Runs a task in a process of Jest, which is killed when a test takes longer than its limit. */
const runTask = async (jest: Jest, task: Task, on: (message: Message) => void, limitMs?: (test: string) => number): Promise<Ended> => {
  writeFileSync(join(jest.folder, 'task.json'), JSON.stringify(task));
  const child = startJest(jest);
  const ended: Ended = { isLate: false, stderr: '' };
  let timer: NodeJS.Timeout | undefined;
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    ended.stderr = (ended.stderr + text).slice(-STDERR_BYTES);
  });
  child.on('message', (message: Message) => {
    clearTimeout(timer);
    ended.unfinished = message.kind === 'begin' ? message : undefined;
    on(message);
    if (message.kind !== 'begin' || limitMs === undefined) return;
    const kill = (): void => {
      ended.isLate = true;
      child.kill('SIGKILL');
    };
    timer = setTimeout(kill, limitMs(message.test));
  });
  await once(child, 'close');
  clearTimeout(timer);
  return ended;
};

const startJest = ({ folder }: Jest): ChildProcess =>
  spawn(
    process.execPath,
    [
      ...FLAGS,
      join(ROOT, 'node_modules/jest/bin/jest.js'),
      '--config',
      join(folder, 'jest.config.json'),
      '--runInBand',
      '--silent',
      '--forceExit',
    ],
    { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe', 'ipc'], env: { ...process.env, [TASK_VARIABLE]: join(folder, 'task.json') } },
  );
