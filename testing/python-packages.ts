import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** The interpreter, as this system calls it. */
export const PYTHON = process.platform === 'win32' ? 'python' : 'python3';

/** This machine has no Python that is new enough, or no package index answers it. */
export class NoPythonError extends Error {}

/**
 * Returns the folder for the packages that a file pins: of no version of before, and found again by
 * the next run.
 */
export const packagesFolder = (name: string, requirements: string): string => {
  const version = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  return join(import.meta.dirname, `../node_modules/.cache/tenantry-${name}-${version}`);
};

interface InstallOptions {
  /** The file that pins them by version and hash. */
  readonly requirements: string;
  readonly folder: string;
  /** The minor version of Python 3 that they need. */
  readonly minor: number;
}

const python = (...args: readonly string[]) => spawnSync(PYTHON, args, { encoding: 'utf8' });

/**
 * Installs pinned packages into a folder, unless that has been done.
 * @throws {NoPythonError} with a sentence on what this machine lacks
 * @throws {Error} when they cannot be installed for another reason
 */
export const installPackages = ({ requirements, folder, minor }: InstallOptions): void => {
  const version = python('-c', `import sys; assert sys.version_info >= (3, ${minor}), sys.version`);
  if (version.status !== 0) throw new NoPythonError(`There is no ${PYTHON} of version 3.${minor} or newer`);
  if (python('-m', 'pip', '--version').status !== 0) throw new NoPythonError(`${PYTHON} has no pip`);
  if (existsSync(folder)) return;
  const draft = `${folder}.${process.pid}`;
  const pinned = ['--no-deps', '--only-binary', ':all:', '--require-hashes', '-r', requirements];
  const quiet = ['--quiet', '--retries', '1', '--no-compile', '--disable-pip-version-check'];
  const installed = python('-m', 'pip', 'install', ...quiet, '--target', draft, ...pinned);
  if (installed.status !== 0) {
    rmSync(draft, { recursive: true, force: true });
    // Without an answer pip knows no version at all.
    if (installed.stderr.includes('(from versions: none)')) throw new NoPythonError('No package index answers');
    throw new Error(installed.stderr);
  }
  renameSync(draft, folder);
};
