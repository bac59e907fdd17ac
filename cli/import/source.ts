import { createReadStream, fstatSync, openSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { UsageError } from '../shared/usage-error.ts';

/** The file that is imported. */
export interface Source {
  readonly stream: Readable;
  /** `undefined` when nobody knows, as with a pipe. */
  readonly bytes: number | undefined;
  /** Reads the file once more from its beginning, where that can be done. */
  readonly again: (() => Readable) | undefined;
}

/** Opens a file, or standard input by `-`. @throws {UsageError} when it cannot be read. */
export const openSource = (file: string): Source => {
  if (file === '-') return sourceOf(process.stdin, process.stdin.fd);
  try {
    const fd = openSync(file, 'r');
    sizeOf(fd);
    return sourceOf(createReadStream(file, { fd }), fd);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
};

const sourceOf = (stream: Readable, fd: number): Source => {
  const bytes = sizeOf(fd);
  // From a position, so that the position of the stream stays.
  return { stream, bytes, again: bytes === undefined ? undefined : () => createReadStream('', { fd, start: 0, autoClose: false }) };
};

const sizeOf = (fd: number): number | undefined => {
  const stats = fstatSync(fd);
  if (stats.isDirectory()) throw new UsageError('A folder cannot be imported.');
  return stats.isFile() ? stats.size : undefined;
};
