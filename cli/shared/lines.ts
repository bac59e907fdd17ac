/** A line of a file. */
export interface Line {
  /** Counted from one. */
  readonly number: number;
  /** Without its end; `undefined` when it is longer than was asked for. */
  readonly text: string | undefined;
  /** The number of bytes of the file up to the line's end. */
  readonly end: number;
  /** False for what stands after the last line feed. */
  readonly ended: boolean;
}

const LINE_FEED = 10;

/**
 * Reads the lines of a stream of bytes; one line at a time is in memory, and at most `maxBytes` of
 * it.
 */
export async function* linesOf(source: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Line> {
  const line = openLine(maxBytes);
  let [number, end] = [0, 0];
  for await (const chunk of source) {
    let start = 0;
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, start)) {
      line.add(chunk.subarray(start, at));
      start = at + 1;
      number += 1;
      yield { number, text: line.take(), end: end + start, ended: true };
    }
    line.add(chunk.subarray(start));
    end += chunk.length;
  }
  if (!line.isEmpty()) yield { number: number + 1, text: line.take(), end, ended: false };
}

const openLine = (maxBytes: number) => {
  let parts: Buffer[] = [];
  let length = 0;
  return {
    add: (part: Buffer): void => {
      length += part.length;
      if (length > maxBytes) parts = [];
      else parts.push(part);
    },
    take: (): string | undefined => {
      const text = length > maxBytes ? undefined : Buffer.concat(parts).toString('utf8');
      parts = [];
      length = 0;
      return text;
    },
    isEmpty: () => length === 0,
  };
};
