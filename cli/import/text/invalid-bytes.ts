import { ImportHalted } from '../import-halted.ts';
import type { Encoding } from './encodings.ts';

/** Bytes that are no text in the encoding of a file. */
export class InvalidBytes extends ImportHalted {}

/** A strict decoder, which remembers where in the file it is. */
export interface Decoder {
  /** Returns the text of the next bytes. @throws {InvalidBytes} */
  decode(chunk: Uint8Array): string;
  /** Returns the rest. @throws {InvalidBytes} for half a character at the end */
  end(): string;
}

/** Opens a decoder at the beginning of a file. It leaves the byte order mark out. */
export const openDecoder = (encoding: Encoding): Decoder => {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let [offset, line] = [0, 1];
  // The bytes that an error may be about although they came with an earlier chunk.
  let before = new Uint8Array();
  const fail = (bytes: Uint8Array, from: number): never => {
    const at = firstInvalid(bytes, encoding);
    throw new InvalidBytes(describe(encoding, bytes[at], { offset: from + at, line: line + breaksIn(bytes.subarray(0, at)) }));
  };
  const read = (chunk: Uint8Array, options: { readonly stream?: boolean }): string => {
    try {
      return decoder.decode(chunk, options);
    } catch {
      return fail(Buffer.concat([before, chunk]), offset - before.length);
    }
  };
  return {
    decode(chunk) {
      const text = read(chunk, { stream: true });
      offset += chunk.length;
      const unread = encoding === 'utf-8' ? unfinished(chunk.length < 4 ? Buffer.concat([before, chunk]) : chunk) : new Uint8Array();
      line += breaksIn(chunk);
      before = Uint8Array.from(unread);
      return text;
    },
    end: () => read(new Uint8Array(), {}),
  };
};

const LINE_FEED = 10;

const breaksIn = (bytes: Uint8Array): number => {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) count += 1;
  return count;
};

/** Returns the beginning of a character that the bytes end with, if they end within one. */
const unfinished = (bytes: Uint8Array): Uint8Array => {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte >= 0xc0)
      return byte >= 0xf0 || (byte >= 0xe0 && back < 3) || back < 2 ? bytes.subarray(bytes.length - back) : new Uint8Array();
  }
  return new Uint8Array();
};

/** Returns the position of the first byte that is no text, by halving. */
const firstInvalid = (bytes: Uint8Array, encoding: Encoding): number => {
  let [valid, invalid] = [0, bytes.length];
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (isBeginning(bytes.subarray(0, middle), encoding)) valid = middle;
    else invalid = middle;
  }
  // A character that begins and does not go on is wrong where it begins.
  return valid - unfinished(bytes.subarray(0, valid)).length;
};

const isBeginning = (bytes: Uint8Array, encoding: Encoding): boolean => {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
};

const describe = (encoding: Encoding, byte = 0, { offset, line }: { readonly offset: number; readonly line: number }): string => {
  const hex = byte.toString(16).toUpperCase().padStart(2, '0');
  const where = `The file is not ${encoding === 'utf-8' ? 'UTF-8' : encoding}: the byte at offset ${offset}, on line ${line}, is 0x${hex}`;
  if (encoding !== 'utf-8') return `${where}. Name its encoding by --encoding.`;
  const character = new TextDecoder('windows-1252').decode(Uint8Array.of(byte));
  return `${where}, which is "${character}" in Windows-1252. If that is meant, import it with --encoding windows-1252.`;
};
