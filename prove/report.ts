import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { dirname } from 'node:path';
import { styleText } from 'node:util';
import type { Violation } from './shared/part.ts';

/**
 * Makes sure that results can be written to a file, whose folder is made.
 *
 * @throws {Error} a sentence, if they cannot
 */
export const checkWritable = (file: string): void => {
  try {
    mkdirSync(dirname(file), { recursive: true });
    if (existsSync(file) && !statSync(file).isFile()) throw new Error('it is no file');
    accessSync(existsSync(file) ? file : dirname(file), constants.W_OK);
  } catch (error) {
    throw new Error(`The results cannot be written to ${file}: ${(error as Error).message}.`);
  }
};

/** Returns what a run ran on: the commit, where there is a repository, and the machine. */
export const originOf = (checkout: string) => {
  const git = (...args: readonly string[]): string | undefined => {
    try {
      return execFileSync('git', ['--no-optional-locks', '-C', checkout, ...args], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim();
    } catch {
      return undefined;
    }
  };
  const changed = git('status', '--porcelain');
  return {
    ...{ commit: git('rev-parse', 'HEAD'), hasOtherChanges: changed === undefined ? undefined : changed !== '' },
    ...{ node: process.version, platform: `${process.platform} ${process.arch}` },
    ...{ cores: availableParallelism(), loadAtStart: loadavg()[0] },
  };
};

const MOST_LINES = 20;
const MOST_OF_ONE = 5;

/** Returns the lines that say which promises were broken, how often, and how. */
export const linesOf = (violations: readonly Violation[]): readonly string[] => {
  const byPromise = [...Map.groupBy(violations, ({ promise }) => promise)];
  const each = Math.max(1, Math.min(MOST_OF_ONE, Math.floor(MOST_LINES / Math.max(1, byPromise.length))));
  return byPromise.flatMap(([promise, same]) => [
    styleText('red', `   broken${same.length > 1 ? ` ${same.length} times` : ''}: ${promise}`),
    ...same.slice(0, each).map(({ detail }) => `      ${detail}`),
    ...(same.length > each ? [`      and ${same.length - each} more, in the results`] : []),
  ]);
};
