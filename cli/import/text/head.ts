/** A stream of which the beginning is known. */
export interface Peeked {
  readonly head: Buffer;
  readonly bytes: AsyncIterable<Buffer>;
}

/** Reads the beginning of a stream until it is long enough for `isEnough`, or ends. */
export const peek = async (source: AsyncIterable<Buffer>, isEnough: (head: Buffer) => boolean): Promise<Peeked> => {
  const chunks = source[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  let isEnd = false;
  while (!isEnd && head.length < MOST && !isEnough(head)) {
    const { value, done = false } = await chunks.next();
    isEnd = done;
    if (!done) head = head.length === 0 ? value : Buffer.concat([head, value]);
  }
  return { head, bytes: joined(head, isEnd ? undefined : chunks) };
};

const MOST = 1_048_576;

async function* joined(head: Buffer, rest: AsyncIterator<Buffer> | undefined): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head;
  for (let next = await rest?.next(); next && !next.done; next = await rest?.next()) yield next.value;
}

/** Returns a stream without its first bytes. */
export async function* without(source: AsyncIterable<Buffer>, count: number): AsyncGenerator<Buffer> {
  let left = count;
  for await (const chunk of source) {
    if (left < chunk.length) yield left > 0 ? chunk.subarray(left) : chunk;
    left = Math.max(0, left - chunk.length);
  }
}
