import { execFileSync } from 'node:child_process';
import { cpSync, globSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { bundleNow } from '../../lib/base/bundling.ts';
import { type Declared, dependencyFaults } from './dependencies.ts';
import { emitDeclarations, emitJavaScript } from './emit.ts';
import { pruneDeclarations } from './prune.ts';
import { readSources } from './sources.ts';

interface Manifest extends Declared {
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
  readonly bin: Readonly<Record<string, string>>;
}

/** Not imported by the JavaScript: the command `cdk` is run, and declarations read the types. */
const RUN = ['aws-cdk', 'json-schema-to-ts'];

interface BuildOptions {
  /** Leaves out the declarations, which take longer than all else. */
  readonly withoutTypes: boolean;
  readonly say: (step: string) => void;
}

/**
 * Builds the package `tenantry` in a folder: JavaScript, declarations, and the bundles of all
 * functions, so that a synthesis of an app that uses it bundles nothing.
 * @throws {Error} with every fault of its dependencies
 */
export const buildPackage = (root: string, folder: string, { withoutTypes, say }: BuildOptions): void => {
  const dist = join(folder, 'dist');
  say('Validators …');
  execFileSync(process.execPath, [join(root, 'tools/generate.ts'), '--validators'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  say('JavaScript …');
  const { files, imported } = readSources(root);
  emitJavaScript({ root, dist }, files);
  copyPage(root, dist);
  const manifest = readJson<Manifest>(join(root, 'packages/tenantry/package.json'));
  requireDependencies(manifest, root, imported);
  if (!withoutTypes) {
    say('Declarations …');
    emitDeclarations({ root, dist });
  }
  pruneDeclarations(dist, withoutTypes ? [] : declarationsOf(manifest));
  say('Functions …');
  bundleNow(join(dist, 'bundles'));
  rmSync(join(dist, 'bundles/metafile.json'));
  for (const file of ['LICENSE', 'packages/tenantry/package.json', 'packages/tenantry/README.md']) {
    cpSync(join(root, file), join(folder, basename(file)));
  }
};

/** The files that the console serves as they are. */
const PAGE = 'local/console/page';

const copyPage = (root: string, dist: string): void => {
  for (const file of globSync('*.{html,css,js,svg}', { cwd: join(root, PAGE) })) {
    cpSync(join(root, PAGE, file), join(dist, PAGE, file), { recursive: true });
  }
};

const declarationsOf = ({ exports }: Manifest): readonly string[] =>
  Object.values(exports).flatMap((entry) => (typeof entry === 'string' ? [] : [entry.types.replace('./dist/', '')]));

const requireDependencies = (manifest: Manifest, root: string, imported: readonly string[]): void => {
  const tested = globSync(['package.json', 'packages/*/package.json'], { cwd: root, exclude: ['packages/tenantry/**'] }).map((file) => {
    const { dependencies, optionalDependencies, devDependencies } = readJson<Declared & { readonly devDependencies?: object }>(
      join(root, file),
    );
    return { ...dependencies, ...optionalDependencies, ...devDependencies };
  });
  const faults = dependencyFaults(imported, manifest, Object.assign({}, ...tested) as Record<string, string>, RUN);
  if (faults.length > 0)
    throw new Error(`The dependencies in packages/tenantry/package.json are wrong:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
};

const readJson = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;
