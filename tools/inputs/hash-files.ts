import { createHash } from 'node:crypto';
import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The files whose content decides what is made of them; paths are relative to the root. */
export interface Inputs {
  /** Files and folders; one that is missing counts as such. */
  readonly paths: readonly string[];
  /** Whether a file, or all of a folder, is left out. */
  readonly isExcluded: (path: string) => boolean;
}

/** More than this is no source code, but somebody's data. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Returns a hash of the names and contents of all files, and of the version of Node.js that reads
 * them; undefined when they are too many to be read at each start, or one goes meanwhile.
 */
export const hashFiles = (inputs: Inputs, root = ROOT): string | undefined => {
  const files = hashEachFile(inputs, root);
  return files && sha256(JSON.stringify([process.version, process.platform, process.arch, files]));
};

/**
 * Returns the hash of each file's content by its path; undefined when they are too many to be read
 * at each start, or one goes meanwhile.
 */
export const hashEachFile = ({ paths, isExcluded }: Inputs, root = ROOT): Readonly<Record<string, string>> | undefined => {
  const files = paths.flatMap((path) => filesIn(root, path, isExcluded));
  if (files.reduce((sum, { bytes }) => sum + bytes, 0) > MOST_BYTES) return undefined;
  const hashes: [path: string, hash: string][] = [];
  for (const { path } of files) {
    const content = readIfThere(join(root, path));
    if (content === undefined) return undefined;
    hashes.push([path, sha256(content)]);
  }
  return Object.fromEntries(hashes);
};

const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

const readIfThere = (file: string): Buffer | undefined => {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

interface FoundFile {
  readonly path: string;
  readonly bytes: number;
}

const filesIn = (root: string, path: string, isExcluded: Inputs['isExcluded']): readonly FoundFile[] => {
  if (isExcluded(path)) return [];
  const stats = statSync(join(root, path), { throwIfNoEntry: false });
  if (stats?.isFile()) return [{ path, bytes: stats.size }];
  if (!stats?.isDirectory()) return [];
  const names = readdirSync(join(root, path), { withFileTypes: true }).filter(isNoLinkedFolder(join(root, path)));
  return names
    .map(({ name }) => (path === '' ? name : `${path}/${name}`))
    .toSorted()
    .flatMap((each) => filesIn(root, each, isExcluded));
};

// A linked folder may lead back to where it is.
const isNoLinkedFolder =
  (folder: string) =>
  (entry: Dirent): boolean =>
    !entry.isSymbolicLink() || statSync(join(folder, entry.name), { throwIfNoEntry: false })?.isFile() === true;
