import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { Test, TestResult } from '@jest/test-result';
import type { Config } from '@jest/types';
import type { CallbackTestRunnerInterface, TestRunnerContext, TestWatcher } from 'jest-runner';
import { type Message, TASK_VARIABLE, type Task } from './mutation/plan.ts';
import { mutationState } from './mutation/state.ts';

// Its types are those of its CommonJS.
const { default: TestRunner } = createRequire(import.meta.url)('jest-runner') as typeof import('jest-runner');

// Modules of files that are done stay in memory: the command starts another process then.
const ENOUGH_BYTES = 1_500_000_000;

const send = (message: Message): void => void process.send?.(message);

/**
 * Jest's runner, which runs test files again and again in this process, each time with another
 * mutant. It tells the command what it does, and Jest's reporters nothing.
 */
export default class MutationRunner implements CallbackTestRunnerInterface {
  readonly supportsEventEmitters = false;
  private failure: string | undefined;
  private readonly inner: InstanceType<typeof TestRunner>;

  constructor(globalConfig: Config.GlobalConfig, context: TestRunnerContext) {
    this.inner = new TestRunner(globalConfig, context);
    this.inner.on('test-file-success', ([, result]) => {
      this.failure = failureOf(result);
    });
    this.inner.on('test-file-failure', ([, error]) => {
      this.failure = error.message;
    });
  }

  async runTests(tests: readonly Test[], watcher: TestWatcher): Promise<void> {
    process.once('disconnect', () => process.exit());
    const task = JSON.parse(readFileSync(process.env[TASK_VARIABLE] ?? '', 'utf8')) as Task;
    const byPath = new Map(tests.map((test) => [test.path, test]));
    const run = async (path: string): Promise<string | undefined> => {
      const test = byPath.get(resolve(path));
      if (test === undefined) throw new Error(`Jest does not find ${path}`);
      mutationState.reached = {};
      await this.inner.runTests([test], watcher, { serial: true });
      return this.failure;
    };
    await (task.kind === 'baseline' ? runBaseline(task.tests, run) : runMutants(task.mutants, run));
  }
}

type Run = (path: string) => Promise<string | undefined>;

const runBaseline = async (tests: readonly string[], run: Run): Promise<void> => {
  for (const test of tests) {
    send({ kind: 'begin', test });
    // The first run also fills the caches.
    await run(test);
    const start = performance.now();
    const failure = await run(test);
    send({ kind: 'baseline', test, ms: performance.now() - start, reached: mutationState.reached, failure });
  }
};

const runMutants = async (mutants: Extract<Task, { kind: 'mutants' }>['mutants'], run: Run): Promise<void> => {
  for (const { id, tests, hitLimit } of mutants) {
    if (process.memoryUsage.rss() > ENOUGH_BYTES) return;
    Object.assign(mutationState, { active: id, hitLimit });
    let killer: string | undefined;
    for (const test of tests) {
      send({ kind: 'begin', test, id });
      if ((await run(test)) === undefined) continue;
      killer = test;
      break;
    }
    send({ kind: 'verdict', id, killer });
  }
};

const failureOf = ({ numFailingTests, testExecError, failureMessage }: TestResult): string | undefined =>
  numFailingTests > 0 || testExecError !== undefined ? (failureMessage ?? 'it failed') : undefined;
