import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Processes } from '../cli/shared/processes.ts';
import { GAPS } from './gaps.ts';
import type { Report } from './report.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TESTS = fileURLToPath(new URL('../test', import.meta.url));
const JEST = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', join(ROOT, 'node_modules/jest/bin/jest.js')];

interface JestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly ancestorTitles: readonly string[];
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

interface Run {
  /** Files or folders under test/. */
  readonly paths: readonly string[];
  readonly workers: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly processes: Processes;
  readonly directory: string;
}

/** Runs journeys and the tests of deployments against what is deployed, and reports each. */
export const runTests = async ({ paths, workers, environment, directory, processes }: Run, report: Report): Promise<void> => {
  const results = join(directory, 'tests.json');
  // A function's first call starts a process, and its caller waits.
  const options = [
    '--selectProjects',
    'journeys',
    'deployed',
    '--testTimeout',
    '60000',
    '--json',
    '--outputFile',
    results,
    '--silent',
    '--maxWorkers',
    String(workers),
  ];
  const { output } = await processes.run([...JEST, ...paths.map((path) => join(TESTS, path)), ...options], environment);
  const text = await readFile(results, 'utf8').catch(() => undefined);
  if (text === undefined) return report.fail('the tests', output.slice(-3000));
  addResults(JSON.parse(text) as JestReport, report);
};

const addResults = ({ testResults }: JestReport, report: Report): void => {
  for (const { name, message, assertionResults } of testResults) {
    const file = relative(TESTS, name);
    if (assertionResults.length === 0) report.fail(file, message);
    for (const { fullName, ancestorTitles, status, failureMessages } of assertionResults) {
      const gap = GAPS.find((known) => known.file === file && known.test === fullName);
      const title = `${file}: ${fullName}`;
      if (status === 'pending') report.skip(title, reasonIn(ancestorTitles));
      else if (gap && status === 'failed') report.skip(title, gap.reason);
      else if (gap && !gap.sometimes)
        report.fail(title, 'It passes, so it is no longer a gap of the emulator: remove it from emulator/gaps.ts.');
      else if (status === 'failed') report.fail(title, failureMessages.join('\n'));
      else report.pass(1);
    }
  }
};

const reasonIn = (titles: readonly string[]): string =>
  `needs ${/: needs (.*)$/.exec(titles.find((title) => title.startsWith('skipped against')) ?? '')?.[1] ?? 'what is not here'}`;
