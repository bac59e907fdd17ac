import { createReadStream, fstatSync, openSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { UsageError } from '../shared/usage-error.ts';

/** The file that is imported. */
export interface Source {
  readonly stream: Readable;
  /** `undefined` when nobody knows, as with a pipe. */
  readonly bytes: number | undefined;
}

/** Opens a file, or standard input by `-`. @throws {UsageError} when it cannot be read. */
export const openSource = (file: string): Source => {
  if (file === '-') return { stream: process.stdin, bytes: sizeOf(process.stdin.fd) };
  try {
    const fd = openSync(file, 'r');
    const bytes = sizeOf(fd);
    return { stream: createReadStream(file, { fd }), bytes };
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
};

const sizeOf = (fd: number): number | undefined => {
  const stats = fstatSync(fd);
  if (stats.isDirectory()) throw new UsageError('A folder cannot be imported.');
  return stats.isFile() ? stats.size : undefined;
};
