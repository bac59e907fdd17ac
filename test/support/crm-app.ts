import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The entry points of the package that the example imports, by their files here. */
const ENTRIES = { '.': 'lib/index.ts', './consumer': 'consumer/index.ts', './events': 'events/index.ts' } as const;

/** A copy of a folder's app, which `remove` deletes. */
export interface AppCopy {
  readonly folder: string;
  remove(): void;
}

/**
 * Copies examples/crm to a folder of its own, where the package `tenantry` is this working tree:
 * packing it would take a minute.
 */
export const copyCrm = (): AppCopy => {
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-crm-'));
  cpSync(join(ROOT, 'examples/crm'), folder, { recursive: true, filter: (path) => !/node_modules|cdk\.out/.test(path) });
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, 'tenantry'), { recursive: true });
  for (const name of ['.bin', 'aws-cdk-lib', 'constructs', 'esbuild']) symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  const files = Object.entries(ENTRIES).map(([entry, path], at) => [entry, `./${at}.js`, join(ROOT, path)] as const);
  for (const [, file, path] of files) writeFileSync(join(modules, 'tenantry', file), `export * from ${JSON.stringify(path)};\n`);
  const exports = Object.fromEntries(files.map(([entry, file]) => [entry, file]));
  writeFileSync(join(modules, 'tenantry/package.json'), JSON.stringify({ name: 'tenantry', version: '0.0.0', type: 'module', exports }));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
};
