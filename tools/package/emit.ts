import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { buildSync } from 'esbuild';

/** The repository, and the folder of the package's code, outside of it. */
export interface Folders {
  readonly root: string;
  readonly dist: string;
}

/**
 * Writes TypeScript files as JavaScript, in the folders of the repository, and makes it whole:
 * the packages of the workspace are reached by relative paths, and files that are no TypeScript are
 * copied. Types are taken away and nothing is checked, as Node itself runs the sources.
 */
export const emitJavaScript = ({ root, dist }: Folders, files: readonly string[]): void => {
  buildSync({
    ...{ absWorkingDir: root, entryPoints: [...files], outdir: dist, outbase: root },
    ...{ format: 'esm', target: 'node22.18', charset: 'utf8', logLevel: 'error' },
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
  });
  completeAll({ root, dist }, '**/*.js');
};

/**
 * Adds the declarations, which the compiler makes, and checks all types on the way.
 * @throws the compiler's words
 */
export const emitDeclarations = ({ root, dist }: Folders): void => {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const options = ['-p', join(root, 'packages/tenantry'), '--emitDeclarationOnly', '--outDir', dist];
  execFileSync(process.execPath, [compiler, ...options], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  completeAll({ root, dist }, '**/*.d.ts');
};

const completeAll = (folders: Folders, files: string): void => {
  for (const file of globSync(files, { cwd: folders.dist })) complete(folders, file);
};

// `from '…'`, `import '…'` and `import('…')`, as esbuild and the compiler write them.
const SPECIFIER = /(?<=\b(?:from|import)\s*\(?\s*)(?<quote>['"])(?<specifier>[^'"\n]+)\k<quote>/g;

/** `new URL('…', import.meta.url)` of a file, not of a folder. */
const DATA_FILE = /new URL\((?<quote>['"])(?<path>[^'"]+\.json)\k<quote>, import\.meta\.url\)/g;

const complete = ({ root, dist }: Folders, file: string): void => {
  const path = join(dist, file);
  const text = readFileSync(path, 'utf8');
  const written = text.replace(SPECIFIER, (_, quote: string, specifier: string) => `${quote}${published(file, specifier)}${quote}`);
  if (written !== text) writeFileSync(path, written);
  const needed = [
    ...[...written.matchAll(SPECIFIER)].map(({ groups }) => groups?.specifier ?? '').filter((specifier) => specifier.startsWith('.')),
    ...[...text.matchAll(DATA_FILE)].map(({ groups }) => groups?.path ?? ''),
  ];
  for (const specifier of needed) copyMissing({ root, dist }, join(dirname(file), specifier));
};

/**
 * `@tenantry/cdk-local/runtime` is `packages/cdk-local/src/runtime.js`, seen from that file. In
 * declarations the compiler leaves the extension `.ts`.
 */
const published = (file: string, specifier: string): string => {
  if (specifier.startsWith('.')) return specifier.replace(/(?<!\.d)\.ts$/, '.js');
  const [, name, path] = /^@tenantry\/([a-z-]+)\/(.+)$/.exec(specifier) ?? [];
  if (name === undefined || path === undefined) return specifier;
  const target = relative(dirname(file), `packages/${name}/src/${path}.js`);
  return target.startsWith('.') ? target : `./${target}`;
};

const copyMissing = ({ root, dist }: Folders, path: string): void => {
  for (const each of [path, path.replace(/\.js$/, '.d.ts')]) {
    if (existsSync(join(dist, each)) || !existsSync(join(root, each))) continue;
    mkdirSync(dirname(join(dist, each)), { recursive: true });
    cpSync(join(root, each), join(dist, each));
  }
};
