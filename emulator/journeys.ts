import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GAPS } from '../test/deployed/gaps.ts';
import type { Commands } from './commands.ts';
import type { Protocol } from './protocol.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TESTS = fileURLToPath(new URL('../test', import.meta.url));
const JEST = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', join(ROOT, 'node_modules/jest/bin/jest.js')];

interface Report {
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
  readonly commands: Commands;
  readonly directory: string;
}

/** Runs journeys and the tests of deployments against what is deployed, and enters each in the protocol. */
export const runTests = async ({ paths, workers, environment, directory, commands }: Run, protocol: Protocol): Promise<void> => {
  const report = join(directory, 'tests.json');
  // A function's first call starts a process, and its caller waits.
  const options = [
    '--selectProjects',
    'journeys',
    'deployed',
    '--testTimeout',
    '60000',
    '--json',
    '--outputFile',
    report,
    '--silent',
    '--maxWorkers',
    String(workers),
  ];
  const { output } = await commands.run([...JEST, ...paths.map((path) => join(TESTS, path)), ...options], environment);
  const text = await readFile(report, 'utf8').catch(() => undefined);
  if (text === undefined) return protocol.fail('the tests', output.slice(-3000));
  enter(JSON.parse(text) as Report, protocol);
};

const enter = ({ testResults }: Report, protocol: Protocol): void => {
  for (const { name, message, assertionResults } of testResults) {
    const file = relative(TESTS, name);
    if (assertionResults.length === 0) protocol.fail(file, message);
    for (const { fullName, ancestorTitles, status, failureMessages } of assertionResults) {
      const gap = GAPS.find((known) => known.file === file && known.test === fullName);
      const title = `${file}: ${fullName}`;
      if (status === 'pending') protocol.skip(title, reasonIn(ancestorTitles));
      else if (gap && status === 'failed') protocol.skip(title, gap.reason);
      else if (gap && !gap.sometimes)
        protocol.fail(title, 'It holds: it is no gap of the emulator any more, so remove it from test/deployed/gaps.ts.');
      else if (status === 'failed') protocol.fail(title, failureMessages.join('\n'));
      else protocol.pass(1);
    }
  }
};

const reasonIn = (titles: readonly string[]): string =>
  `needs ${/: needs (.*)$/.exec(titles.find((title) => title.startsWith('skipped against')) ?? '')?.[1] ?? 'what is not here'}`;
