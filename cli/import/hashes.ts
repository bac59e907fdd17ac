import { hash } from 'node:crypto';

/** A set of texts, of which hashes are kept. */
export interface Hashes {
  add(text: string): void;
  has(text: string): boolean;
}

/** Keeps texts in about 60 bytes each, by 72 bits of their hash. */
export const openHashes = (shorten: (text: string) => string = hashOf): Hashes => {
  // One Set ends at 16.7 million.
  const shards = new Map<string, Set<string>>();
  const shardOf = (short: string): Set<string> => {
    const shard = shards.get(short.charAt(0)) ?? new Set();
    shards.set(short.charAt(0), shard);
    return shard;
  };
  return {
    add: (text) => {
      const short = shorten(text);
      shardOf(short).add(short);
    },
    has: (text) => {
      const short = shorten(text);
      return shardOf(short).has(short);
    },
  };
};

// V8 copies a slice of twelve characters; a longer one would keep the whole text that it is of.
const hashOf = (text: string): string => hash('sha256', text, 'base64url').slice(0, 12);
