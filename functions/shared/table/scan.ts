import type { DirectoryPageRequest } from './directory.ts';
import type { Page } from './queries.ts';
import type { Item } from './transaction.ts';

type ReadPage<Result> = (pageRequest: DirectoryPageRequest) => Promise<Result>;

/** A list, and what to find in it. */
export interface Scan {
  readonly read: ReadPage<Page>;
  readonly matches: (item: Item) => boolean;
  /** The read units of one more item of usual size. */
  readonly unitsEach: number;
}

/** Another way to read the matching items. */
export interface Shortcut {
  /** Returns its read units, for a page of this limit. */
  readonly unitsOf: (limit: number) => number;
  /** Returns a page of the matching items, `undefined` when there are too many for it. */
  readonly read: ReadPage<Page | undefined>;
}

/**
 * The read units after which a page is short: no query follows. The last query can exceed them,
 * with items larger than usual.
 */
export const MAX_SCAN_UNITS = 100;

/**
 * Reads a page of the items of a list that match: little more of the list than the page holds when
 * most items match. When few do, it takes the shortcut for the rest, or reads on, half as far again
 * each time. The page may be short, even empty, and still have a next one.
 */
export const scanPage = async (scan: Scan, pageRequest: DirectoryPageRequest, shortcut?: Shortcut): Promise<Page> => {
  const { limit } = pageRequest;
  const progress: Progress = { found: [], read: 0, units: 0 };
  let untried = shortcut;
  let { after } = pageRequest;
  let next = nextRead(limit, scan, progress);
  for (;;) {
    const { items, last } = await scan.read({ ...pageRequest, after, limit: next.items });
    advance(progress, items, scan);
    const { found, units } = progress;
    const full = found.length > limit ? found[limit - 1] : undefined;
    if (full) return { items: found.slice(0, limit), last: String(full.id) };
    if (last === undefined) return { items: found };
    if (found.length === limit || units >= MAX_SCAN_UNITS) return { items: found, last };
    after = last;
    const wanted = limit - found.length;
    next = nextRead(wanted, scan, progress);
    if (!untried || next.estimate * scan.unitsEach <= untried.unitsOf(wanted) / 2) continue;
    const rest = await untried.read({ ...pageRequest, after, limit: wanted });
    if (rest) return { ...rest, items: [...found, ...rest.items] };
    untried = undefined;
  }
};

interface Progress {
  readonly found: Item[];
  read: number;
  units: number;
}

const advance = (progress: Progress, items: readonly Item[], { matches, unitsEach }: Scan): void => {
  progress.found.push(...items.filter(matches));
  progress.read += items.length;
  // A query that finds nothing costs one, too.
  progress.units += Math.max(1, items.length * unitsEach, Buffer.byteLength(JSON.stringify(items)) / BYTES_OF_A_UNIT);
};

const BYTES_OF_A_UNIT = 4096;

/** Estimates the items to read for those that are wanted, and returns how many to read at once. */
const nextRead = (wanted: number, { unitsEach }: Scan, { found, read, units }: Progress) => {
  const estimate = (wanted * (read + 1)) / (found.length + 1);
  // As many more as cost one unit, so that few others between do not cost another query.
  const items = Math.max(estimate + 1 / unitsEach, read / 2);
  return { estimate, items: Math.max(1, Math.ceil(Math.min(items, (MAX_SCAN_UNITS - units) / unitsEach))) };
};
