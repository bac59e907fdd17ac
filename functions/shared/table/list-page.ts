import { digestOf, type Position } from './cursor.ts';
import type { DirectoryPageRequest } from './directory.ts';
import type { Page } from './queries.ts';
import type { Item } from './transaction.ts';

/** How a list is ordered. */
export interface Places {
  /** The place of an item: its sort key in the list. */
  readonly of: (item: Item) => string;
  /** The time a place was drawn at, in milliseconds. */
  readonly timeOf: (place: string) => number;
  /** How long after its time something can still appear at a place, in milliseconds. */
  readonly settlesAfterMs: number;
}

/** A part of a list as it is shown: with the position of the next page or, at the end of the list, of what will come. */
export interface Part {
  readonly items: readonly Item[];
  readonly next?: Position;
  readonly end?: Position;
}

/** How many shown places a position holds at most: with five bytes for each, its cursor still fits a request line. */
export const MOST_SHOWN = 500;

/**
 * Reads a page of a list, oldest first, such that whoever follows `next`, and goes on from `end`, is shown every item once. Places are drawn before
 * they are committed, so that for a while they fill in any order. What is younger than that is shown all the same, and remembered; where the list
 * ends, and when what was passed has settled, it is read once more for what has come late. A page is one query; one that ends the list is a second
 * when young items were passed on the page before. Where that second reading does not come to the end, because it meets too much that a filter leaves
 * out, the list ends all the same: who goes on from there begins at the settled.
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
  const first = await read({ after: from, limit: walk.wants(isWhole), newestFirst: false });
  const passed = walk.pass(first.items);
  if (passed.isFull) return walk.cut(passed.reached ?? from);
  if (first.last !== undefined) return walk.cut(first.last);
  if (isWhole) return walk.end(first.items);

  const settled = walk.settled();
  const again = await read({ after: settled, limit: walk.wants(true), newestFirst: false });
  const { isFull, reached } = walk.pass(again.items);
  if (isFull) return walk.cut(reached ?? settled);
  return again.last === undefined ? walk.end(again.items) : walk.end();
};

const walkOf = (position: Position, limit: number, placeOf: Places['of'], isSettled: (place: string) => boolean) => {
  const taken: Item[] = [];
  const shown = new Set(position.shown);
  let { after } = position;
  const settle = (place: string): void => {
    after = place;
    shown.delete(digestOf(place));
  };
  /** Takes an item that has not been shown; false when there is no room for it. */
  const take = (item: Item, place: string): boolean => {
    if (shown.has(digestOf(place))) return true;
    if (taken.length === limit || (!isSettled(place) && shown.size >= MOST_SHOWN)) return false;
    taken.push(item);
    return true;
  };
  const positionOf = (rest: Omit<Position, 'after'>): Position => ({ ...(after !== undefined && { after }), ...rest });
  return {
    /** Up to where everything has been shown that will ever be there. */
    settled: () => after,
    /** How much to read: those that were shown come again where all that is behind the settled is read. */
    wants: (isWhole: boolean) => Math.max(1, limit - taken.length + (isWhole ? shown.size : 0)),
    /** Takes what was read, as far as there is room. */
    pass: (items: readonly Item[]): { readonly isFull: boolean; readonly reached?: string } => {
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
    /** Ends a page behind which the list goes on. */
    cut: (reached: string | undefined): Part => {
      if (reached !== undefined && isSettled(reached)) settle(reached);
      return { items: taken, next: positionOf({ ...(reached !== undefined && reached !== after && { at: reached }), shown }) };
    },
    /** Ends the list. Where `items` are all that is behind the settled, what was shown and is not there any more is forgotten. */
    end: (items?: readonly Item[]): Part => {
      const there = items && new Set(items.map((item) => digestOf(placeOf(item))));
      return { items: taken, end: positionOf({ shown: there ? new Set([...shown].filter((digest) => there.has(digest))) : shown }) };
    },
  };
};
