import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/**
 * A source file of a folder, by its path from there, with what it imports: relative to the folder,
 * or the name of a package.
 */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const ROOT = join(import.meta.dirname, '../..');

/**
 * Every source file of a top folder, `functions/` if none is named; what is generated is left out.
 */
export const sourceFiles = (folder = 'functions'): readonly SourceFile[] =>
  globSync('**/*.ts', { cwd: join(ROOT, folder), exclude: ['generated/**'] }).map((path) => {
    const text = readFileSync(join(ROOT, folder, path), 'utf8');
    const imports = [...text.matchAll(/(?:from|import) *\(?'([^']+)'/g)].map(([, name = '']) => resolved(path, name));
    return { path, text, imports };
  });

const resolved = (from: string, name: string): string => (name.startsWith('.') ? normalize(join(dirname(from), name)) : name);

/**
 * The top folder of a path: the slice it belongs to, `shared`, or empty for a file that stands
 * above all.
 */
export const folderOf = (path: string): string => (path.includes('/') ? (path.split('/')[0] ?? '') : '');
