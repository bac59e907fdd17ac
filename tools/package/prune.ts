import { globSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

const SPECIFIER = /(?:\bfrom|\bimport)\s*\(?\s*['"](?<specifier>\.[^'"\n]+)['"]/g;

/** Removes the declarations that no entry point reaches: nobody can import what they declare. */
export const pruneDeclarations = (dist: string, entries: readonly string[]): void => {
  const reached = new Set<string>();
  const visit = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    const text = readFileSync(join(dist, file), 'utf8');
    for (const { groups } of text.matchAll(SPECIFIER)) visit(join(dirname(file), (groups?.specifier ?? '').replace(/\.js$/, '.d.ts')));
  };
  entries.forEach(visit);
  for (const file of globSync('**/*.d.ts', { cwd: dist })) if (!reached.has(file)) rmSync(join(dist, file));
};
