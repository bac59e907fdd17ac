/**
 * Texts that a reader of CSV would not give back as they are. A spreadsheet runs them as a formula
 * (also with a full-width or small sign), rounds them, or writes them for an error. Or they look
 * like a mark, are empty, or have white space or an invisible character at an end.
 */
const NEEDS_MARK =
  /^$|^[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\uFE66\uFE62\uFE63\uFE6B'\s\p{Cf}\p{Cc}]|[\s\p{Cf}\p{Cc}]$|^\d+(?:[.,]\d+)?E[+-]?\d+$|^#[A-Z/0]+[!?]?$/iu;

const MARK = "'";

/** Returns a text as a cell of a CSV: behind an apostrophe, where it needs one. */
export const markCell = (text: string): string => (NEEDS_MARK.test(text) ? `${MARK}${text}` : text);

/**
 * Returns the text of a cell that `markCell` has marked, which is to be taken to the character.
 * Returns `undefined` for any other cell, such as one with the guard apostrophe of a spreadsheet.
 */
export const unmarkCell = (cell: string): string | undefined => {
  const text = cell.slice(MARK.length);
  return cell.startsWith(MARK) && NEEDS_MARK.test(text) ? text : undefined;
};
