import { type Encoding, encodingOf, hasZeroBytes } from './encodings.ts';
import { InvalidBytes, openDecoder } from './invalid-bytes.ts';

/** The bytes of a file, and what is known of its encoding. */
export interface Decoded {
  readonly encoding: Encoding;
  /** UTF-8, whatever the file's encoding is. */
  readonly bytes: AsyncIterable<Buffer>;
}

/** Reads the encoding of a file from its head, and decodes the file strictly as it is read. */
export const decode = async (source: AsyncIterable<Buffer>, asked: Encoding | undefined): Promise<Decoded> => {
  const chunks = source[Symbol.asyncIterator]();
  const first = await headOf(chunks);
  const encoding = encodingOf(first, asked);
  if (encoding === 'utf-8' && asked === undefined && hasZeroBytes(first))
    throw new InvalidBytes('The file has zero bytes and no byte order mark: name its encoding, such as --encoding utf-16le.');
  return { encoding, bytes: decoded(first, chunks, encoding) };
};

// The fewest that hold a byte order mark and, in UTF-16, some characters.
const FEWEST = 4;

const headOf = async (chunks: AsyncIterator<Buffer>): Promise<Buffer> => {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < FEWEST) {
    const { value, done } = await chunks.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  return head;
};

async function* decoded(first: Buffer, rest: AsyncIterator<Buffer>, encoding: Encoding): AsyncGenerator<Buffer> {
  const decoder = openDecoder(encoding);
  // What is UTF-8 goes on as it is, and is only checked.
  const read = (chunk: Buffer): Buffer => {
    const text = decoder.decode(chunk);
    return encoding === 'utf-8' ? chunk : Buffer.from(text);
  };
  if (first.length > 0) yield read(first);
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield read(next.value);
  const last = decoder.end();
  if (encoding !== 'utf-8' && last) yield Buffer.from(last);
}

/**
 * Reads a whole file, to find what is no text in it before anything is sent. Returns how many bytes
 * it has in UTF-8.
 */
export const checkWhole = async (source: AsyncIterable<Buffer>, asked: Encoding | undefined): Promise<number> => {
  let bytes = 0;
  for await (const chunk of (await decode(source, asked)).bytes) bytes += chunk.length;
  return bytes;
};
