import { readNumber } from '../../../functions/shared/contract/json.ts';
import { unmarkCell } from '../../shared/marked-cell.ts';

/** The text of a cell. */
export interface Value {
  readonly text: string;
  /** True of a text that the export has marked: it is taken to the character. */
  readonly isExact: boolean;
  /** True when there was space around it. */
  readonly isTrimmed: boolean;
}

// White space of every kind, and what shows nothing where it stands alone.
const SPACE = /[\s\u0085\u00AD\u180E\u200B-\u200F\u2060\uFEFF]/u;

/** Reads the text of a cell without the space around it. */
export const readValue = (cell: string): Value => {
  const exact = unmarkCell(cell);
  if (exact !== undefined) return { text: exact, isExact: true, isTrimmed: false };
  const text = withoutSpace(cell);
  return { text, isExact: false, isTrimmed: text.length < cell.length };
};

// A pattern for the space at the end would start anew at each space within.
const withoutSpace = (cell: string): string => {
  let [start, end] = [0, cell.length];
  while (start < end && SPACE.test(cell.charAt(start))) start += 1;
  while (end > start && SPACE.test(cell.charAt(end - 1))) end -= 1;
  return cell.slice(start, end);
};

// As a spreadsheet writes it: `12E4` may be an id.
const SCIENTIFIC = /^[+-]?\d(?:[.,]\d+)?E[+-]\d{2,}$/;
const FORMULA_ERROR = /^#(?:N\/A|REF!|NAME\?|VALUE!|DIV\/0!|NUM!|NULL!|SPILL!|CALC!)$/;

/** Returns what a spreadsheet has done to a text that must not be stored as it is, if it has. */
export const spreadsheetFault = (text: string): string | undefined => {
  if (SCIENTIFIC.test(text))
    return 'a spreadsheet has written it in scientific notation, so that digits are lost: format the column as text and write it out';
  if (/^'[\d=+\-@]/.test(text)) return 'it begins with the apostrophe by which a spreadsheet marks text: remove the apostrophe';
  if (FORMULA_ERROR.test(text)) return 'it is the error of a formula in a spreadsheet';
  return undefined;
};

const UNLIMITED = /^(?:unlimited|no limit|infinite|infinity|unbegrenzt|illimité|ilimitado|∞)$/i;

/** Returns why a text is no whole number, with what to write in its place where that is certain. */
export const integerFault = (text: string): string | undefined => {
  if (/^-?\d+$/.test(text)) return Number.isSafeInteger(Number(text)) ? undefined : 'it is too large';
  if (UNLIMITED.test(text)) return 'unlimited is written -1';
  if (/^[+-]?\d+(?:[.,]\d+)?E[+-]?\d+$/i.test(text)) return 'a spreadsheet has written it in scientific notation: write the number out';
  if (/^\+\d+$/.test(text)) return `write it without a sign: ${text.slice(1)}`;
  if (/^-?\d+[.,]0{1,2}$/.test(text)) return `write it without decimals: ${text.replace(/[.,]0+$/, '')}`;
  if (/^\d{1,3}(?:[.,'\s]\d{3})+$/u.test(text)) return `write it without separators: ${text.replace(/\D/g, '')}, if that is meant`;
  return 'it is no whole number';
};

/**
 * Reads a cell as its column's type. One that is not of the type stays text: the API refuses it,
 * with all else that is wrong with the row.
 */
export const parseCell = (type: string | undefined, cell: string): number | boolean | string => {
  if (type === 'integer') return integerFault(cell) === undefined ? readNumber(cell) : cell;
  if (type === 'boolean' && (cell === 'true' || cell === 'false')) return cell === 'true';
  return cell;
};
