/** The keys of rows that are done. */
export interface DoneKeys {
  add(key: string): void;
  has(key: string): boolean;
}

/** Keeps keys in about 60 bytes each. */
export const doneKeys = (): DoneKeys => {
  // One Set ends at 16.7 million.
  const shards = new Map<string, Set<string>>();
  const shardOf = (short: string): Set<string> => {
    const shard = shards.get(short.charAt(0)) ?? new Set();
    shards.set(short.charAt(0), shard);
    return shard;
  };
  return {
    add: (key) => void shardOf(shorten(key)).add(shorten(key)),
    has: (key) => shardOf(shorten(key)).has(shorten(key)),
  };
};

// 72 bits of the hash: that two of a million rows share them happens once in ten billion imports.
// V8 copies a slice of twelve characters; a longer one would keep the whole line that it was read
// from.
const shorten = (key: string): string => key.slice('import-'.length, 'import-'.length + 12);
