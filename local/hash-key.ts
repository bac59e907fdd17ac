import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

const BYTES = 32;

/**
 * Returns the random key in a file, which is made at its first use and closed to other users of the
 * machine; processes that start together agree on one.
 */
export const readHashKey = async (file: string): Promise<Buffer> => {
  const found = await read(file);
  if (isWhole(found)) return found;
  if (found !== undefined) await rm(file, { force: true });
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  // A link appears with all its content or not at all, and fails when another process was first.
  const draft = `${file}.${randomUUID()}`;
  try {
    await writeFile(draft, randomBytes(BYTES), { mode: 0o600, flag: 'wx' });
    await link(draft, file).catch(() => undefined);
  } finally {
    await rm(draft, { force: true });
  }
  const key = await read(file);
  if (isWhole(key)) return key;
  throw new Error(`Cannot make the key ${file}`);
};

const isWhole = (key: Buffer | undefined): key is Buffer => key?.length === BYTES;

const read = (file: string): Promise<Buffer | undefined> => readFile(file).catch(() => undefined);
