import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Tells what the files beside it were made of, and what they were.
const STAMP = '.made-of.json';

interface Stamp {
  readonly inputs: string;
  readonly outputs: string;
}

/**
 * True when the folder has the very files that were made of these inputs: none is missing, or was
 * changed since.
 */
export const isMadeOf = (inputs: string | undefined, folder: URL): boolean => {
  try {
    const stamp = JSON.parse(readFileSync(new URL(STAMP, folder), 'utf8')) as Stamp;
    return inputs !== undefined && stamp.inputs === inputs && stamp.outputs === hashFolder(folder);
  } catch {
    return false;
  }
};

/** Remembers what the files of the folder were made of. */
export const noteMadeOf = (inputs: string | undefined, folder: URL): void => {
  if (inputs === undefined) return;
  const draft = new URL(`${STAMP}.${process.pid}`, folder);
  writeFileSync(draft, JSON.stringify({ inputs, outputs: hashFolder(folder) } satisfies Stamp));
  renameSync(draft, new URL(STAMP, folder));
};

const hashFolder = (folder: URL): string => {
  const hash = createHash('sha256');
  const names = readdirSync(fileURLToPath(folder)).filter((name) => /\.(?:js|d\.ts)$/.test(name));
  for (const name of names.toSorted())
    hash
      .update(`${name}\0`)
      .update(readFileSync(new URL(name, folder)))
      .update('\0');
  return hash.digest('hex');
};
