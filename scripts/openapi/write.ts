import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { openApiDocument } from './document.ts';

const FILE = new URL('../../docs/openapi.json', import.meta.url);

/** Writes `docs/openapi.json`; with `check` only says whether it differs from the contracts. */
export const writeOpenApi = async ({ check }: { readonly check: boolean }): Promise<boolean> => {
  const text = `${JSON.stringify(openApiDocument(), null, 2)}\n`;
  if ((await readFile(FILE, 'utf8').catch(() => undefined)) === text) return false;
  if (check) return true;
  await mkdir(new URL('.', FILE), { recursive: true });
  const draft = new URL(`openapi.json.${process.pid}`, FILE);
  await writeFile(draft, text);
  await rename(draft, FILE);
  return false;
};
