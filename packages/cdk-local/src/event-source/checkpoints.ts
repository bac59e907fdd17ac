import { stateFile } from '../base/state-file.ts';

/** The last sequence number that is done with, by shard. */
export interface Checkpoints {
  get(shard: string): string | undefined;
  set(shard: string, sequenceNumber: string): void;
  /** Forgets the shards of a stream, whose names begin with `stream`, that there are no more. */
  retain(stream: string, shards: readonly string[]): void;
}

/**
 * Keeps checkpoints in a JSON file that is replaced as a whole at each change, or in memory when no
 * file is named.
 */
export const openCheckpoints = (file?: string): Checkpoints => {
  const kept = stateFile<Record<string, string>>(file);
  const positions = new Map(Object.entries(kept.read() ?? {}));

  return {
    get: (shard) => positions.get(shard),
    set(shard, sequenceNumber) {
      positions.set(shard, sequenceNumber);
      kept.save(Object.fromEntries(positions));
    },
    retain(stream, shards) {
      const gone = [...positions.keys()].filter((shard) => shard.startsWith(stream) && !shards.includes(shard));
      for (const shard of gone) positions.delete(shard);
      if (gone.length > 0) kept.save(Object.fromEntries(positions));
    },
  };
};
