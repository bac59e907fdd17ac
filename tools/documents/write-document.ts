import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';

const DOCS = new URL('../../docs/', import.meta.url);

/**
 * A document cannot be made: something that it needs is missing, which the message says in a
 * sentence.
 */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
}

/**
 * Writes `docs/<name>`, whole or not at all; with `check` only says whether it differs from `text`.
 */
export const writeDocument = async (name: string, text: string, { check }: { readonly check: boolean }): Promise<boolean> => {
  const file = new URL(name, DOCS);
  if ((await readFile(file, 'utf8').catch(() => undefined)) === text) return false;
  if (check) return true;
  await mkdir(DOCS, { recursive: true });
  const draft = new URL(`${name}.${process.pid}`, DOCS);
  await writeFile(draft, text);
  await rename(draft, file);
  return false;
};
