/** Finds the lines on which records start; csv-parse returns the lines on which they end. */
export interface LineCounter {
  /** Returns the line on which a record starts; records are passed in their order. */
  startOf(endLine: number, record: readonly string[]): number;
  /** Returns the line on which the last record ended. */
  last(): number;
}

/** Opens a counter at the head of a file. */
export const lineCounter = (): LineCounter => {
  // csv-parse counts a CR LF within quotes as two lines.
  let excess = 0;
  let last = 0;
  return {
    startOf(endLine, record) {
      const text = record.join('');
      const start = endLine - excess - countOf(text, /[\r\n]/g);
      excess += countOf(text, /\r\n/g);
      last = endLine - excess;
      return start;
    },
    last: () => last,
  };
};

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
