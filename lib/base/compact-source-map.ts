/** The parts of a source map (ECMA-426) that say where the code of a bundle comes from. */
export interface SourceMapParts {
  readonly sources: readonly string[];
  readonly mappings: string;
}

/**
 * Returns a smaller source map of the same bundle: every place still leads to its file and line.
 * Columns are kept for the sources that are `exact`; of any other source, a mapping is dropped when
 * the one before it leads to the same line. Names are dropped.
 */
export const compactSourceMap = ({ sources, mappings }: SourceMapParts, exact: (source: string) => boolean) => {
  const isExact = sources.map(exact);
  const [read, written] = [place(), place()];
  const lines = mappings.split(';').map((line) => {
    const cursor = { text: line, at: 0 };
    read.generated = written.generated = 0;
    let text = '';
    let [source, sourceLine] = [-1, -1];
    while (cursor.at < line.length) {
      const hasSource = readSegment(cursor, read);
      const isSame = hasSource && source === read.source && sourceLine === read.line;
      source = hasSource ? read.source : -1;
      sourceLine = read.line;
      // Code that esbuild adds has no source: it counts to the source before it.
      if (!hasSource || (isSame && !isExact[source])) continue;
      text += `${text && ','}${writeSegment(read, written)}`;
    }
    return text;
  });
  return { version: 3, sources, names: [], mappings: lines.join(';') } as const;
};

interface Place {
  generated: number;
  source: number;
  line: number;
  column: number;
}

interface Cursor {
  readonly text: string;
  at: number;
}

const place = (): Place => ({ generated: 0, source: 0, line: 0, column: 0 });

const COMMA = ','.charCodeAt(0);

// Reads the differences to the segment before, and steps over the comma; false when there is no
// source. The number of a name is read for nothing.
const readSegment = (cursor: Cursor, read: Place): boolean => {
  const ends = () => cursor.at >= cursor.text.length || cursor.text.charCodeAt(cursor.at) === COMMA;
  read.generated += readNumber(cursor);
  const hasSource = !ends();
  if (hasSource) {
    read.source += readNumber(cursor);
    read.line += readNumber(cursor);
    read.column += readNumber(cursor);
    if (!ends()) readNumber(cursor);
  }
  cursor.at += 1;
  return hasSource;
};

const writeSegment = (read: Place, written: Place): string => {
  const text =
    writeNumber(read.generated - written.generated) +
    writeNumber(read.source - written.source) +
    writeNumber(read.line - written.line) +
    writeNumber(read.column - written.column);
  Object.assign(written, read);
  return text;
};

// Base 64 VLQ: a digit has five bits of the number, the lowest first, and a sixth that says that
// another digit follows. The lowest bit of the number is its sign.
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = Int8Array.from({ length: 128 }, (_, code) => DIGITS.indexOf(String.fromCharCode(code)));

const readNumber = (cursor: Cursor): number => {
  let [value, shift, digit] = [0, 0, 32];
  while (digit & 32) {
    digit = VALUES[cursor.text.charCodeAt(cursor.at)] ?? 0;
    cursor.at += 1;
    value |= (digit & 31) << shift;
    shift += 5;
  }
  return value & 1 ? -(value >>> 1) : value >>> 1;
};

const writeNumber = (number: number): string => {
  let rest = number < 0 ? (-number << 1) | 1 : number << 1;
  let text = '';
  do {
    const digit = rest & 31;
    rest >>>= 5;
    text += DIGITS[rest > 0 ? digit | 32 : digit];
  } while (rest > 0);
  return text;
};
