import { globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

/** The sources of the package. */
interface Sources {
  /** The TypeScript files, by their paths in the repository. */
  readonly files: readonly string[];
  /** The packages that they import, without those of the workspace. */
  readonly imported: readonly string[];
}

/** Reads which files packages/tenantry/tsconfig.json includes, and all that they import. */
export const readSources = (root: string): Sources => {
  const folder = join(root, 'packages/tenantry');
  const { include } = JSON.parse(readFileSync(join(folder, 'tsconfig.json'), 'utf8')) as { readonly include: readonly string[] };
  const included = include.flatMap((path) => (path.endsWith('.ts') ? [path] : globSync(`${path}/**/*.ts`, { cwd: folder })));
  // One entry: each would be a bundle of its own.
  const contents = included.filter((path) => !path.endsWith('.d.ts')).map((path) => `import ${JSON.stringify(path)};`);
  const { metafile } = buildSync({
    ...{ absWorkingDir: root, stdin: { contents: contents.join('\n'), resolveDir: folder }, write: false, metafile: true },
    ...{ bundle: true, packages: 'external', platform: 'node', format: 'esm', logLevel: 'error' },
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
  });
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
  const names = imports.flatMap(({ path, external }) => (external === true && !isBuiltin(path) ? [nameOf(path)] : []));
  return {
    files: Object.keys(metafile.inputs).filter((path) => path.endsWith('.ts')),
    imported: [...new Set(names)].filter((name) => !name.startsWith('@tenantry/')),
  };
};

const nameOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
