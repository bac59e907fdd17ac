import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Declared } from '../../tools/package/dependencies.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Builds and packs the package, and returns the path of the tarball in the folder. */
export const pack = async (folder: string): Promise<string> => {
  const { stdout } = await promisify(execFile)(process.execPath, ['tools/package.ts', '--destination', folder], { cwd: ROOT });
  const [name = ''] = /^tenantry-.*\.tgz(?=:)/m.exec(stdout) ?? [];
  return join(folder, name);
};

/**
 * Installs a tarball into an empty folder, with those dependencies and no others that it declares
 * and `npm ci` has installed here: each package of the workspace and each that is only tested with
 * cannot be found from there.
 */
export const install = (tarball: string, folder: string): void => {
  const modules = join(folder, 'node_modules');
  const installed = join(modules, 'tenantry');
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', installed]);
  const { dependencies, peerDependencies, optionalDependencies } = JSON.parse(
    readFileSync(join(installed, 'package.json'), 'utf8'),
  ) as Declared;
  for (const name of Object.keys({ ...dependencies, ...peerDependencies })) link(name, modules);
  for (const name of Object.keys(optionalDependencies ?? {})) linkIfThere(name, modules);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'an-app', private: true, type: 'module' }));
};

const link = (name: string, modules: string): void => {
  const place = join(modules, name);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(realpathSync(join(ROOT, 'node_modules', name)), place, 'junction');
};

const linkIfThere = (name: string, modules: string): void => {
  try {
    link(name, modules);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
};

/** Writes the files of an app, by their paths in its folder. */
export const writeFiles = (folder: string, files: Readonly<Record<string, string>>): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
};
