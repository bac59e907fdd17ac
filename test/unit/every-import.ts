import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sourceFiles } from './source-files.ts';

/** An import between two files of the repository, by their paths from its root. */
export interface Import {
  readonly from: string;
  readonly to: string;
  readonly isFound: boolean;
}

const ROOT = join(import.meta.dirname, '../..');

/** The folders that hold source files. */
const FOLDERS = [
  'bench',
  'prove',
  'bin',
  'cli',
  'client',
  'emulator',
  'events',
  'functions',
  'lib',
  'local',
  'packages',
  'receiver',
  'test',
  'testing',
  'tools',
];

/** Lists every import of a source file by another, types and `import()` included. */
export const everyImport = (): readonly Import[] =>
  FOLDERS.flatMap((folder) => sourceFiles(folder).flatMap(({ path, imports }) => imports.flatMap((name) => importOf(folder, path, name))));

const importOf = (folder: string, path: string, name: string): readonly Import[] => {
  if (!name.endsWith('.ts')) return [];
  const [, owner, inside = ''] = /^@tenantry\/([^/]+)\/(.*)$/.exec(name) ?? [];
  const to = owner === undefined ? join(folder, name) : `packages/${owner}/${inside.startsWith('test/') ? inside : `src/${inside}`}`;
  return [{ from: join(folder, path), to, isFound: existsSync(join(ROOT, to)) }];
};
