import { digestOf, type Position } from './cursor.ts';
import type { DirectoryPageRequest } from './directory.ts';
import type { Page } from './queries.ts';
import type { Item } from './transaction.ts';

/** The order of a list. */
export interface Places {
  /** Returns the place of an item: its sort key in the list. */
  readonly of: (item: Item) => string;
  /** Returns the time of a place, in milliseconds. */
  readonly timeOf: (place: string) => number;
  /** The milliseconds after its time in which an item can still appear at a place. */
  readonly settlesAfterMs: number;
}

/**
 * A part of a list: with the position of the next page or, at the end of the list, of future items.
 */
export interface Part {
  readonly items: readonly Item[];
  readonly next?: Position;
  readonly endList?: Position;
}

/**
 * The largest number of shown places in a position: with five bytes for each, its cursor still fits
 * a request line.
 */
export const MAX_SHOWN = 500;

/**
 * Reads a page of a list, oldest first, so that whoever follows `next`, and continues from `end`,
 * is shown every item once. Places are chosen before they are committed, so for a while they appear
 * in any order. Younger items are shown all the same, and remembered. They are read again at the
 * end of the list, and once they have settled, to find late ones. A page is one query; a page that
 * ends the list is a second one when the page before showed young items. When the second query does
 * not reach the end, because a filter leaves out too much, the list ends all the same. A reader
 * that continues then begins after the settled items.
 */
export const readListPage = async (
  position: Position,
  limit: number,
  places: Places,
  read: (asked: DirectoryPageRequest) => Promise<Page>,
  now: number,
): Promise<Part> => {
  const isSettled = (place: string): boolean => places.timeOf(place) < now - places.settlesAfterMs;
  const walk = walkOf(position, limit, places.of, isSettled);
  const { at } = position;
  const from = at === undefined || isSettled(at) ? walk.settled() : at;
  const isWhole = from === walk.settled();
  const first = await read({ after: from, limit: walk.limitOf(isWhole), newestFirst: false });
  const taking = walk.takeAll(first.items);
  if (taking.isFull) return walk.endPage(taking.reached ?? from);
  if (first.last !== undefined) return walk.endPage(first.last);
  if (isWhole) return walk.endList(first.items);

  const settled = walk.settled();
  const second = await read({ after: settled, limit: walk.limitOf(true), newestFirst: false });
  const { isFull, reached } = walk.takeAll(second.items);
  if (isFull) return walk.endPage(reached ?? settled);
  return second.last === undefined ? walk.endList(second.items) : walk.endList();
};

const walkOf = (position: Position, limit: number, placeOf: Places['of'], isSettled: (place: string) => boolean) => {
  const taken: Item[] = [];
  const shown = new Set(position.shown);
  let { after } = position;
  const settle = (place: string): void => {
    after = place;
    shown.delete(digestOf(place));
  };
  /** Takes an item that has not been shown; false when the page is full. */
  const take = (item: Item, place: string): boolean => {
    if (shown.has(digestOf(place))) return true;
    if (taken.length === limit || (!isSettled(place) && shown.size >= MAX_SHOWN)) return false;
    taken.push(item);
    return true;
  };
  const positionOf = (rest: Omit<Position, 'after'>): Position => ({ ...(after !== undefined && { after }), ...rest });
  return {
    /** Returns the place up to which everything has been shown that will ever be there. */
    settled: () => after,
    /**
     * Returns how much to read: shown items come again when everything after the settled ones is
     * read.
     */
    limitOf: (isWhole: boolean) => Math.max(1, limit - taken.length + (isWhole ? shown.size : 0)),
    /** Takes items until the page is full. */
    takeAll: (items: readonly Item[]): { readonly isFull: boolean; readonly reached?: string } => {
      let reached: { readonly reached?: string } = {};
      for (const item of items) {
        const place = placeOf(item);
        if (!take(item, place)) return { isFull: true, ...reached };
        if (isSettled(place)) settle(place);
        else shown.add(digestOf(place));
        reached = { reached: place };
      }
      return { isFull: false, ...reached };
    },
    /** Ends a page before the end of the list. */
    endPage: (reached: string | undefined): Part => {
      if (reached !== undefined && isSettled(reached)) settle(reached);
      return { items: taken, next: positionOf({ ...(reached !== undefined && reached !== after && { at: reached }), shown }) };
    },
    /**
     * Ends the list. When `items` are all after the settled ones, shown items that do not exist any
     * more are forgotten.
     */
    endList: (items?: readonly Item[]): Part => {
      const present = items && new Set(items.map((item) => digestOf(placeOf(item))));
      return {
        items: taken,
        endList: positionOf({ shown: present ? new Set([...shown].filter((digest) => present.has(digest))) : shown }),
      };
    },
  };
};
