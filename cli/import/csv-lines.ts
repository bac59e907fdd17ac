/** Says where in the file records stand, of which csv-parse tells the line they end on. */
export interface LineCounter {
  /** The line a record starts on; records are asked for in their order. */
  startOf(endLine: number, record: readonly string[]): number;
  /** The line that the last record ended on. */
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
