/** An entry as JSON, with its number, which grows by one with each. */
export interface Numbered {
  readonly id: number;
  readonly data: string;
}

/** The last entries of a run, for those who ask and those who follow. */
export interface Ring<Entry extends object> {
  add(entry: Entry): void;
  /** Returns the entries after a number, oldest first. */
  after(id: number): readonly Numbered[];
  /** Calls the reader with every later entry, until the returned function is called. */
  follow(reader: (entry: Numbered) => void): () => void;
}

interface Bounds {
  readonly entries: number;
  /** Of all entries together, as JSON. */
  readonly characters: number;
}

/** Opens a ring that keeps the last entries within its bounds. */
export const openRing = <Entry extends object>({ entries: most, characters }: Bounds): Ring<Entry> => {
  const entries: Numbered[] = [];
  const readers = new Set<(entry: Numbered) => void>();
  let [last, size] = [0, 0];
  return {
    add(entry) {
      last += 1;
      const numbered = { id: last, data: JSON.stringify(entry) };
      entries.push(numbered);
      size += numbered.data.length;
      while (entries.length > most || (size > characters && entries.length > 1)) size -= entries.shift()?.data.length ?? 0;
      for (const read of readers) read(numbered);
    },
    after: (id) => entries.filter((entry) => entry.id > id),
    follow(reader) {
      readers.add(reader);
      return () => void readers.delete(reader);
    },
  };
};
