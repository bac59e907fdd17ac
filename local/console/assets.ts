import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('./page/', import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** A file of the page. */
export interface Asset {
  readonly type: string;
  readonly body: Buffer;
}

/** Reads a file of the page; undefined when it has none of that name. */
export const readAsset = async (name: string): Promise<Asset | undefined> => {
  const type = TYPES[extname(name)];
  if (type === undefined || !/^[a-z][a-z-]*\.[a-z]+$/.test(name)) return undefined;
  const body = await readFile(join(FOLDER, name)).catch(() => undefined);
  return body && { type, body };
};
