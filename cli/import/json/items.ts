import Tokenizer from '@streamparser/json/tokenizer.js';
import { ImportHalted } from '../import-halted.ts';
import { type ItemSpan, itemFinder } from './finder.ts';
import { formatItemsPath } from './path.ts';

/** An item of a JSON file. */
export interface Item {
  /** Counted from one. */
  readonly number: number;
  /** As it is spelled; `undefined` when it is longer than was asked for. */
  readonly text: string | undefined;
  /** The number of bytes of the file up to its end. */
  readonly end: number;
}

/**
 * Reads the items of a stream of JSON: the elements of the list at a path, or the objects that
 * stand one after another. One item at a time is in memory, and at most `maxBytes` of it.
 * @throws {ImportHalted} where it is no JSON, or has nothing at the path
 */
export async function* itemsOf(source: AsyncIterable<Buffer>, steps: readonly string[], maxBytes: number): AsyncGenerator<Item> {
  const finder = itemFinder(steps);
  const tokenizer = new Tokenizer({ separator: '' });
  tokenizer.onToken = finder.see;
  const kept = keeper(maxBytes);
  let number = 0;
  const read = (feed: () => void): readonly ItemSpan[] => {
    try {
      feed();
    } catch (error) {
      throw new ImportHalted(`The JSON is broken after item ${number + finder.found()}: ${(error as Error).message}.`);
    }
    return finder.take();
  };
  for await (const chunk of source) {
    kept.add(chunk);
    for (const { start, end } of read(() => tokenizer.write(chunk))) {
      number += 1;
      yield { number, text: kept.cut(start, end), end };
    }
    kept.forgetBefore(finder.openAt());
  }
  read(() => tokenizer.end());
  if (finder.openAt() !== undefined) throw new ImportHalted(`The JSON ends within item ${number + 1}.`);
  if (!finder.isFound()) throw new ImportHalted(describeMissing(steps, finder.lists()));
}

const describeMissing = (steps: readonly string[], lists: readonly string[]): string => {
  const others = lists.length > 0 ? ` It has lists at ${lists.join(', ')}.` : '';
  return `The JSON has nothing at ${formatItemsPath(steps)}.${others}`;
};

/** Keeps the bytes that an open item begins with. */
const keeper = (maxBytes: number) => {
  let bytes: Buffer = Buffer.alloc(0);
  let from = 0;
  return {
    add: (chunk: Buffer): void => {
      bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
    },
    cut: (start: number, end: number): string | undefined =>
      start < from || end - start > maxBytes ? undefined : bytes.toString('utf8', start - from, end - from),
    forgetBefore: (position: number | undefined): void => {
      const end = from + bytes.length;
      // Of an item that is too long nothing is kept.
      const keepFrom = position === undefined || end - position > maxBytes ? end : position;
      if (keepFrom <= from) return;
      bytes = Buffer.from(bytes.subarray(keepFrom - from));
      from = keepFrom;
    },
  };
};
