import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Declared } from '../../tools/package/dependencies.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Builds and packs the package, and returns the path of the tarball in the folder. */
export const pack = async (folder: string, ...options: readonly string[]): Promise<string> => {
  const args = ['tools/package.ts', '--destination', folder, ...options];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT });
  const [name = ''] = /^tenantry-.*\.tgz(?=:)/m.exec(stdout) ?? [];
  return join(folder, name);
};

/**
 * Installs a tarball into an empty folder, with its commands, other packages that are named, and
 * those dependencies and no others that it declares and `npm ci` has installed here: each package
 * of the workspace and each that is only tested with cannot be found from there.
 */
export const install = (tarball: string, folder: string, ...others: readonly string[]): void => {
  const modules = join(folder, 'node_modules');
  const installed = join(modules, 'tenantry');
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', installed]);
  const { dependencies, peerDependencies, optionalDependencies, bin = {} } = readManifest(installed);
  for (const name of [...Object.keys({ ...dependencies, ...peerDependencies }), ...others]) link(name, modules);
  for (const name of Object.keys(optionalDependencies ?? {})) linkIfThere(name, modules);
  for (const path of Object.values(bin)) chmodSync(join(installed, path), 0o755);
  mkdirSync(join(modules, '.bin'));
  for (const name of ['tenantry', ...others]) linkCommands(join(modules, name), join(modules, '.bin'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'an-app', private: true, type: 'module' }));
};

type Manifest = Declared & { readonly bin?: Readonly<Record<string, string>> };

const readManifest = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

const linkCommands = (folder: string, bin: string): void => {
  for (const [name, path] of Object.entries(readManifest(folder).bin ?? {})) {
    symlinkSync(join(folder, path), join(bin, name));
  }
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
