import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The last sequence number that is done with, by shard. */
export interface Checkpoints {
  get(shard: string): string | undefined;
  set(shard: string, sequenceNumber: string): void;
}

/** Keeps checkpoints in a JSON file that is replaced as a whole at each change, or in memory when no file is named. */
export function openCheckpoints(file?: string): Checkpoints {
  const positions = new Map(Object.entries(file ? read(file) : {}));

  return {
    get: (shard) => positions.get(shard),
    set(shard, sequenceNumber) {
      positions.set(shard, sequenceNumber);
      if (file) replace(file, JSON.stringify(Object.fromEntries(positions), null, 2));
    },
  };
}

function read(file: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Error(`Cannot read the stream checkpoints in ${file}`, { cause: error });
  }
}

/** A rename is atomic: a reader, or a restart after a crash, sees the old file or the new one. */
function replace(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.new`;
  writeFileSync(draft, content);
  renameSync(draft, file);
}
