import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Inputs } from './hash-files.ts';

// The lock files of npm, pnpm, Yarn and Bun.
const LOCK_FILES = ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'bun.lockb'];

// These say what is installed, whatever the others ask for.
const INSTALLED = ['.package-lock.json', '.pnpm/lock.yaml', '.yarn-state.yml'].map((name) => `node_modules/${name}`);

/**
 * Adds the lock files of the nearest folder, the given one or one above it, that has any: the app
 * of an npm workspace has none of its own.
 */
export const withLockFiles = (inputs: Inputs, folder: string): Inputs => {
  const place = nearest(resolve(folder));
  if (place === undefined) return inputs;
  const prefix = relative(resolve(folder), place).replaceAll('\\', '/');
  const paths = [...LOCK_FILES, ...INSTALLED].map((name) => (prefix === '' ? name : `${prefix}/${name}`));
  return { ...inputs, paths: [...new Set([...inputs.paths, ...paths])] };
};

const nearest = (folder: string): string | undefined => {
  if (LOCK_FILES.some((name) => existsSync(join(folder, name)))) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : nearest(above);
};
