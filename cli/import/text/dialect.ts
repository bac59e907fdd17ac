import { UsageError } from '../../shared/usage-error.ts';

/** The form of a CSV, besides its encoding. */
export interface Dialect {
  readonly separator: string;
  /** The lines and bytes before the header row: titles, and the name of a separator. */
  readonly lines: number;
  readonly bytes: number;
  /** True of a `sep=` line, which a spreadsheet does not show as a row. */
  readonly isNamed: boolean;
}

const SEPARATORS = [',', ';', '\t'];

/** The separators by name. */
export const SEPARATOR_NAMES: Readonly<Record<string, string>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab' };

/** Returns whether a head has the title lines, a `sep=` line and the header row. */
export const isEnoughFor =
  (skip: number) =>
  (head: Buffer): boolean => {
    const lines = head.toString('latin1').split(/\r\n|\n|\r/);
    const isNamed = /sep=/i.test(lines[skip] ?? '');
    return lines.length > skip + (isNamed ? 2 : 1);
  };

/** Reads how a CSV is written from its head. @throws {UsageError} when it has too few lines */
export const dialectOf = (head: Buffer, skip: number): Dialect => {
  const mark = head.subarray(0, 3).equals(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
  const titled = Array.from({ length: skip }).reduce<number>((from) => endOfLine(head, from, skip), mark);
  const named = /^"?sep=([^\r\n"])"?(?:\r\n|\n|\r|$)/i.exec(head.toString('utf8', titled, titled + 12));
  if (!named) return { separator: separatorOf(head.toString('utf8', titled)), lines: skip, bytes: skip > 0 ? titled : 0, isNamed: false };
  return { separator: named[1] ?? ',', lines: skip + 1, bytes: titled + Buffer.byteLength(named[0]), isNamed: true };
};

const BYTE_ORDER_MARK = Buffer.from('\ufeff');
const [LINE_FEED, RETURN] = [10, 13];

const endOfLine = (head: Buffer, from: number, skip: number): number => {
  const at = head.findIndex((byte, index) => index >= from && (byte === LINE_FEED || byte === RETURN));
  if (at < 0) throw new UsageError(`The file has fewer lines than the ${skip} of --skip.`);
  return head[at] === RETURN && head[at + 1] === LINE_FEED ? at + 2 : at + 1;
};

/** Returns what the header row is most often separated by, outside of quotes. */
const separatorOf = (text: string): string => {
  const [row = ''] = text
    .replace(/"[^"]*"/g, '')
    .replace(/^[\r\n]+/, '')
    .split(/[\r\n]/, 1);
  const counts = SEPARATORS.map((separator) => row.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ',';
};
