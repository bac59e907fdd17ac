/** A map of the entries that were set last. */
export interface Recent<Key, Value> {
  get(key: Key): Value | undefined;
  has(key: Key): boolean;
  set(key: Key, value: Value): void;
  readonly size: number;
}

/**
 * Makes an empty map that keeps at most `most` entries: the one that was set longest ago goes
 * first.
 */
export const recent = <Key, Value>(most: number): Recent<Key, Value> => {
  const entries = new Map<Key, Value>();
  return {
    get: (key) => entries.get(key),
    has: (key) => entries.has(key),
    set(key, value) {
      entries.delete(key);
      entries.set(key, value);
      const [oldest] = entries.keys();
      if (entries.size > most && oldest !== undefined) entries.delete(oldest);
    },
    get size() {
      return entries.size;
    },
  };
};
