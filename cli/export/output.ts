import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { type FileHandle, open, realpath, rename, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { UsageError } from '../shared/usage-error.ts';

/** Where an export is written to. */
export interface Output {
  readonly stream: Writable;
  /** False for standard output, which stays open. */
  readonly end: boolean;
  /** Gives the file its name. */
  keep(): Promise<void>;
  /** Leaves nothing of it; call it also after `keep`. */
  close(): Promise<void>;
  /** Removes what is there of it, at once, before the process ends. */
  discard(): void;
}

const STANDARD_OUTPUT: Output = {
  stream: process.stdout,
  end: false,
  keep: async () => {},
  close: async () => {},
  discard: () => {},
};

/**
 * Opens a file under a name of its own, in its folder: it gets its name when it is complete, and
 * what had that name stays until then. Only its owner may read it.
 * @throws {UsageError} when it cannot be written
 */
export const openOutput = async (out: string | undefined): Promise<Output> => {
  if (out === undefined) return STANDARD_OUTPUT;
  // A link stays one.
  const target = await realpath(out).catch(() => out);
  const draft = `${target}.${randomUUID()}.partial`;
  const file = await openDraft(draft);
  return {
    stream: file.createWriteStream({ flush: true }),
    end: true,
    keep: async () => {
      await file.close();
      await rename(draft, target);
    },
    close: async () => {
      await file.close();
      await rm(draft, { force: true });
    },
    discard: () => rmSync(draft, { force: true }),
  };
};

const openDraft = async (path: string): Promise<FileHandle> => {
  try {
    // Nobody else has made it, so it is no link and has this mode.
    return await open(path, 'wx', 0o600);
  } catch (error) {
    throw new UsageError(`The file cannot be written: ${(error as Error).message}.`);
  }
};
