import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const FOLDER = fileURLToPath(new URL('../../node_modules/.cache/bench-peers/', import.meta.url));
const FILES = ['package.json', 'package-lock.json'];

/**
 * Returns the folder with the packages that only peers need. They are installed there on first use,
 * and again when the lock file has changed; the checkout's own packages stay as they are.
 */
export const peerPackages = (): string => {
  if (!isInstalled()) {
    console.log('Installing the packages of the peers, once: npm ci with bench/peers/package-lock.json …');
    mkdirSync(FOLDER, { recursive: true });
    for (const file of FILES) copyFileSync(join(HERE, file), join(FOLDER, file));
    const { status } = spawnSync('npm ci --ignore-scripts --no-audit --no-fund', { cwd: FOLDER, stdio: 'inherit', shell: true });
    if (status !== 0) throw new Error('npm ci failed: the other peers run with --quick, which needs no packages');
  }
  return join(FOLDER, 'node_modules');
};

const isInstalled = (): boolean =>
  // Written at the end of an install.
  existsSync(join(FOLDER, 'node_modules', '.package-lock.json')) &&
  readFileSync(join(FOLDER, 'package-lock.json'), 'utf8') === readFileSync(join(HERE, 'package-lock.json'), 'utf8');
