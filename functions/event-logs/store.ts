import { firstIdAt, isIdOfTime, lastIdAt, timeOfId } from '../shared/base/ids.ts';
import type { DirectoryPageRequest } from '../shared/table/directory.ts';
import { eventPartOf, eventsOfDay, type Partition } from '../shared/table/event-keys.ts';
import type { Key } from '../shared/table/keys.ts';
import type { Page } from '../shared/table/queries.ts';
import type { Table } from '../shared/table/table.ts';
import type { Item } from '../shared/table/transaction.ts';
import { daysBetween, endOfDay, startOfDay } from './bounds.ts';

/** A span of time, in milliseconds, both ends included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

// A page of a quiet installation ends after these days. The last seven days are eight by the
// calendar.
const MAX_DAYS = 8;

/** Creates the store of recorded events, by tenant, by resource, or by day. */
export const eventLogStore = (table: Pick<Table, 'get' | 'span' | 'getAll'>) => ({
  /** Finds an event by its id, whoever's it is, a moment after it was written. */
  find: async (eventId: string): Promise<Item | undefined> => {
    // Anything else is the id of no event, and of no day.
    if (!isIdOfTime(eventId)) return undefined;
    const [place] = await table.span({ partition: eventPartOf(eventId), from: eventId, to: eventId, limit: 1, newestFirst: false });
    return place && table.get({ pk: place.pk, sk: place.sk } as Key);
  },

  /** Returns a page of the events of one partition: of a tenant, or about a resource. */
  page: async (partition: Partition, span: Span, pageRequest: DirectoryPageRequest): Promise<Page> => {
    const found = await readIds(table, [partition], span, pageRequest);
    return readPage(table, partition, found, pageRequest.limit);
  },

  /**
   * Returns a page of all events, day by day. It may end before its limit, after eight days, and
   * still have a next one.
   */
  pageOfAll: async (span: Span, pageRequest: DirectoryPageRequest): Promise<Page> => {
    const at = pageRequest.after === undefined ? undefined : timeOfId(pageRequest.after);
    const rest = at === undefined ? span : pageRequest.newestFirst ? { ...span, to: at } : { ...span, from: at };
    const found: Item[] = [];
    const days = daysBetween(rest.from, rest.to, pageRequest.newestFirst, MAX_DAYS);
    // Most pages are full after the first day. Only when they are not, all other days are read at
    // once.
    for (const some of [days.slice(0, 1), days.slice(1)]) {
      const read = await Promise.all(some.map((day) => readIds(table, eventsOfDay(day), span, pageRequest)));
      found.push(...read.flat());
      if (found.length > pageRequest.limit) return readPage(table, undefined, found, pageRequest.limit);
    }
    const page = await readPage(table, undefined, found, pageRequest.limit);
    const end = endOf(days.at(-1), rest, pageRequest.newestFirst);
    return end === undefined ? page : { ...page, last: end };
  },
});

/** Returns where a page without more events in its days continues, when there are more days. */
const endOf = (day: string | undefined, { from, to }: Span, newestFirst: boolean): string | undefined => {
  if (day === undefined) return undefined;
  if (newestFirst) return startOfDay(day) > from ? firstIdAt(startOfDay(day)) : undefined;
  return endOfDay(day) < to ? lastIdAt(endOfDay(day)) : undefined;
};

/**
 * Reads partitions at once and returns at most one item more than the limit, in their common order.
 */
const readIds = async (
  table: Pick<Table, 'span'>,
  partitions: readonly Partition[],
  span: Span,
  { limit, after, newestFirst }: DirectoryPageRequest,
): Promise<readonly Item[]> => {
  const bounds = {
    from: firstIdAt(span.from),
    to: lastIdAt(span.to),
    ...(after !== undefined && (newestFirst ? { to: after } : { from: after })),
  };
  // One for the item that the page begins after, and one that shows that there is a next page.
  const read = partitions.map((partition) => table.span({ partition, ...bounds, limit: limit + 2, newestFirst }));
  const found = (await Promise.all(read)).flat().filter((item) => idOf(item) !== after);
  return found.toSorted((one, other) => (idOf(one) < idOf(other) === newestFirst ? 1 : -1)).slice(0, limit + 1);
};

const idOf = ({ sk }: Item): string => String(sk).slice(String(sk).indexOf('#') + 1);

const readPage = async (
  table: Pick<Table, 'getAll'>,
  partition: Partition | undefined,
  found: readonly Item[],
  limit: number,
): Promise<Page> => {
  const page = found.slice(0, limit);
  const items = partition && HAS_WHOLE_ITEMS.has(partition.index) ? page : await readWhole(table, page);
  const last = found.length > limit ? page.at(-1) : undefined;
  return { items, ...(last && { last: idOf(last) }) };
};

// The table itself, and the index that projects all attributes; the others have only keys.
const HAS_WHOLE_ITEMS = new Set<Partition['index']>([undefined, 'gsi1']);

/** Reads whole items, because an index has only keys. */
const readWhole = async (table: Pick<Table, 'getAll'>, keys: readonly Item[]): Promise<readonly Item[]> => {
  const items = await table.getAll(keys.map(({ pk, sk }) => ({ pk, sk }) as Key));
  const byKey = new Map(items.map((item) => [`${item.pk} ${item.sk}`, item]));
  return keys.map(({ pk, sk }) => byKey.get(`${pk} ${sk}`)).filter((item) => item !== undefined);
};
