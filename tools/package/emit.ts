import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** The repository, and the folder of the package's code, outside of it. */
export interface Folders {
  readonly root: string;
  readonly dist: string;
}

/**
 * Compiles what the package has to JavaScript with declarations, in the folders of the repository,
 * and makes it whole: the packages of the workspace are reached by relative paths, and files that
 * the compiler does not write are copied.
 * @throws the compiler's words
 */
export const emit = ({ root, dist }: Folders): void => {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const options = ['-p', join(root, 'packages/tenantry'), '--outDir', dist];
  execFileSync(process.execPath, [compiler, ...options], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  const files = globSync('**/*.{js,d.ts}', { cwd: dist });
  for (const file of files) complete({ root, dist }, file);
};

// `from '…'`, `import '…'` and `import('…')`, as the compiler writes them.
const SPECIFIER = /(?<=\b(?:from|import)\s*\(?\s*)(?<quote>['"])(?<specifier>[^'"\n]+)\k<quote>/g;

/** `new URL('…', import.meta.url)` of a file, not of a folder. */
const DATA_FILE = /new URL\('(?<path>[^']+\.json)', import\.meta\.url\)/g;

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
