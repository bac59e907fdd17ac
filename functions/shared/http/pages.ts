import { mayBegin, pause } from '../base/deadline.ts';
import { timeOfId } from '../base/ids.ts';
import type { Contract } from '../contract/contract.ts';
import { timeOf } from '../contract/time.ts';
import type { Cursors, Position } from '../table/cursor.ts';
import type { ReadCursors } from '../table/cursor-secret.ts';
import type { DirectoryPageRequest } from '../table/directory.ts';
import { type Part, type Places, readListPage } from '../table/list-page.ts';
import type { Page } from '../table/queries.ts';
import { LONGEST_COMMIT_MS } from '../table/transaction.ts';
import type { Reply } from './idempotency.ts';
import { page } from './reply.ts';

/** The query parameters of a list, its filters included. */
type PageQuery = Readonly<Record<string, unknown>> & {
  readonly limit?: number;
  readonly cursor?: string;
  readonly sort?: 'createdAt' | '-createdAt';
};

/** The options of reading a list. */
interface PageOptions {
  readonly read: (pageRequest: DirectoryPageRequest) => Promise<Page>;
  readonly cursors: ReadCursors;
  readonly places?: Places;
  /**
   * The owner of the list, when its content depends on the caller: a cursor is of no use to others.
   */
  readonly whose?: string;
}

// The largest difference of the clocks of two functions; AWS keeps them within milliseconds.
const MAX_CLOCK_SKEW_MS = 2000;
// An index usually follows its table within a second.
const INDEX_LAG_MS = 5000;

const settlesAfterMs = LONGEST_COMMIT_MS + MAX_CLOCK_SKEW_MS;

/** A list in the order of its ids (UUIDs version 7). */
export const BY_ID: Places = { of: ({ id }) => String(id), timeOf: timeOfId, settlesAfterMs };

/** The same, read through an index. */
export const BY_ID_IN_INDEX: Places = { ...BY_ID, settlesAfterMs: settlesAfterMs + INDEX_LAG_MS };

/** A list that an index keeps in the order of creation; see `listed`. */
export const BY_TIME_IN_INDEX: Places = {
  of: ({ createdAt, id }) => `${createdAt}#${id}`,
  timeOf: (place) => timeOf(place.slice(0, place.indexOf('#'))),
  settlesAfterMs: settlesAfterMs + INDEX_LAG_MS,
};

// A parameter with its default value is the same as none.
const isNotDefault = ([name, value]: [string, unknown]): boolean => !(name === 'sort' && value === 'createdAt') && value !== false;

const START: Position = { shown: new Set() };

/**
 * Returns the page that a query asks for; its cursors belong to this path, these filters and
 * `whose`.
 */
export const pages = async (
  contract: Contract,
  path: string,
  query: PageQuery,
  { read, cursors, places = BY_ID, whose = '/' }: PageOptions,
  clock: () => number = Date.now,
): Promise<Reply> => {
  const { limit = 25, cursor, ...filters } = query;
  const question = [
    path,
    whose,
    ...Object.entries(filters)
      .filter(isNotDefault)
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  ];
  const readFrom = (position: Position): Promise<Part> =>
    filters.sort === '-createdAt' ? newestFirst(position, limit, read) : readListPage(position, limit, places, read, clock());
  const { sealing, position, part } = await readPart(cursors, question, cursor, readFrom);
  if (isStuck(position, part) && mayBegin(0, STUCK_MS)) await pause(STUCK_MS);
  const seal = (end: Position | undefined) => (end ? { cursor: sealing.seal(question, end) } : undefined);
  return page(contract, path, query, { data: part.items, next: seal(part.next)?.cursor, end: seal(part.endList)?.cursor });
};

/** Reads the secret while the page is read, unless there is a cursor to open. */
const readPart = async (
  cursors: ReadCursors,
  question: unknown,
  cursor: string | undefined,
  readFrom: (position: Position) => Promise<Part>,
): Promise<{ readonly sealing: Cursors; readonly position: Position; readonly part: Part }> => {
  if (cursor === undefined) {
    const [sealing, part] = await Promise.all([cursors(), readFrom(START)]);
    return { sealing, position: START, part };
  }
  const sealing = await cursors();
  const position = sealing.open(question, cursor);
  return { sealing, position, part: await readFrom(position) };
};

const newestFirst = async ({ after }: Position, limit: number, read: PageOptions['read']): Promise<Part> => {
  const { items, last } = await read({ limit, after, newestFirst: true });
  return { items, ...(last !== undefined && { next: { after: last, shown: new Set() } }) };
};

// There are more young items than a position can have, so a reader that follows at once would only
// repeat the request.
const STUCK_MS = 500;

const isStuck = (before: Position, { items, next }: Part): boolean =>
  items.length === 0 && next !== undefined && next.after === before.after && next.at === before.at;
