import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';

const ROOT = new URL('../../', import.meta.url);

/**
 * A document cannot be made: something that it needs is missing, which the message says in a
 * sentence.
 */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
}

/**
 * Writes a file by its path from the root, whole or not at all; with `check` only says whether it
 * differs from `text`.
 */
export const writeDocument = async (path: string, text: string, { check }: { readonly check: boolean }): Promise<boolean> => {
  const file = new URL(path, ROOT);
  if ((await readFile(file, 'utf8').catch(() => undefined)) === text) return false;
  if (check) return true;
  await mkdir(new URL('.', file), { recursive: true });
  const draft = new URL(`${path}.${process.pid}`, ROOT);
  await writeFile(draft, text);
  await rename(draft, file);
  return false;
};
