/**
 * Installs what `npm run test:python` needs, by version and hash, for Python 3.10 or newer. Exits
 * with 75 (`EX_TEMPFAIL`) and the reason when this machine has no such Python, or PyPI does not
 * answer it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { PACKAGES, PYTHON, REQUIREMENTS } from './python-packages.ts';

const CHECKED_NOTHING = 75;

const python = (...args: readonly string[]) => spawnSync(PYTHON, args, { encoding: 'utf8' });

const stop = (status: number, reason: string): never => {
  console.error(reason);
  process.exit(status);
};

const version = python('-c', 'import sys; assert sys.version_info >= (3, 10), sys.version');
if (version.status !== 0) stop(CHECKED_NOTHING, `There is no ${PYTHON} of version 3.10 or newer: the Python client was not tried.`);
if (python('-m', 'pip', '--version').status !== 0) stop(CHECKED_NOTHING, `${PYTHON} has no pip: the Python client was not tried.`);

if (!existsSync(PACKAGES)) {
  const draft = `${PACKAGES}.${process.pid}`;
  const pinned = ['--no-deps', '--only-binary', ':all:', '--require-hashes', '-r', REQUIREMENTS];
  const installed = python('-m', 'pip', 'install', '--quiet', '--retries', '1', '--no-compile', '--target', draft, ...pinned);
  if (installed.status !== 0) {
    rmSync(draft, { recursive: true, force: true });
    // Without an answer pip knows no version at all.
    const isUnanswered = installed.stderr.includes('(from versions: none)');
    stop(isUnanswered ? CHECKED_NOTHING : 1, `${installed.stderr}\nThe packages of the Python client could not be installed.`);
  }
  renameSync(draft, PACKAGES);
}
