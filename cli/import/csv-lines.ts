/** Finds the lines on which records start; csv-parse returns the lines on which they end. */
export interface LineCounter {
  /**
   * Returns the line on which a record starts, and its row in a spreadsheet, which counts a record
   * of several lines once. Records are passed in their order.
   */
  startOf(endLine: number, record: readonly string[]): { readonly line: number; readonly row: number };
  /** Returns the line on which the last record ended. */
  last(): number;
}

/** Opens a counter behind `before` lines, of which a spreadsheet does not show `hidden`. */
export const lineCounter = (before = 0, hidden = 0): LineCounter => {
  // csv-parse counts a CR LF within quotes as two lines.
  let excess = 0;
  let inside = 0;
  let last = before;
  return {
    startOf(endLine, record) {
      const text = record.join('');
      const line = before + endLine - excess - countOf(text, /[\r\n]/g);
      const row = line - inside - hidden;
      excess += countOf(text, /\r\n/g);
      inside += countOf(text, /\r\n|\r|\n/g);
      last = before + endLine - excess;
      return { line, row };
    },
    last: () => last,
  };
};

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
