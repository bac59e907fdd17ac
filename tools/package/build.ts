import { execFileSync } from 'node:child_process';
import { cpSync, globSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { bundleNow } from '../../lib/base/bundling.ts';
import { type Declared, dependencyFaults, importedPackages } from './dependencies.ts';
import { emit } from './emit.ts';
import { pruneDeclarations } from './prune.ts';

interface Manifest extends Declared {
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
  readonly bin: Readonly<Record<string, string>>;
}

/** The command `cdk`, and the Node.js that Lambda has: run, not imported. */
const RUN = ['aws-cdk'];

/**
 * Builds the package `tenantry` in a folder: JavaScript, declarations, and the bundles of all
 * functions, so that a synthesis of an app that uses it bundles nothing.
 * @throws {Error} with every fault of its dependencies
 */
export const buildPackage = (root: string, folder: string, say: (step: string) => void): void => {
  const dist = join(folder, 'dist');
  say('Validators …');
  execFileSync(process.execPath, [join(root, 'tools/generate.ts'), '--validators'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  say('JavaScript and declarations …');
  emit({ root, dist });
  const manifest = readJson<Manifest>(join(root, 'packages/tenantry/package.json'));
  pruneDeclarations(dist, declarationsOf(manifest));
  requireDependencies(manifest, root, dist);
  say('Functions …');
  bundleNow(join(dist, 'bundles'));
  rmSync(join(dist, 'bundles/metafile.json'));
  for (const file of ['LICENSE', 'packages/tenantry/package.json', 'packages/tenantry/README.md']) {
    cpSync(join(root, file), join(folder, basename(file)));
  }
};

const declarationsOf = ({ exports }: Manifest): readonly string[] =>
  Object.values(exports).flatMap((entry) => (typeof entry === 'string' ? [] : [entry.types.replace('./dist/', '')]));

const requireDependencies = (manifest: Manifest, root: string, dist: string): void => {
  const tested = globSync(['package.json', 'packages/*/package.json'], { cwd: root, exclude: ['packages/tenantry/**'] }).map((file) => {
    const { dependencies, optionalDependencies, devDependencies } = readJson<Declared & { readonly devDependencies?: object }>(
      join(root, file),
    );
    return { ...dependencies, ...optionalDependencies, ...devDependencies };
  });
  const faults = dependencyFaults(importedPackages(dist), manifest, Object.assign({}, ...tested) as Record<string, string>, RUN);
  if (faults.length > 0)
    throw new Error(`The dependencies in packages/tenantry/package.json are wrong:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
};

const readJson = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;
