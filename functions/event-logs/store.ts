import { firstIdAt, lastIdAt, timeOfId } from '../shared/base/ids.ts';
import type { DirectoryPageRequest } from '../shared/table/directory.ts';
import { eventsOfDay, type Partition } from '../shared/table/event-keys.ts';
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

// A page of a quiet installation ends here and goes on with the next. The last seven days are eight by the calendar.
const MOST_DAYS = 8;

/** The events that were recorded, by tenant, by resource, or by day. */
export const eventLogStore = (table: Pick<Table, 'span' | 'getAll'>) => ({
  /** A page of the events of one partition: of a tenant, or about a resource. */
  page: async (partition: Partition, span: Span, asked: DirectoryPageRequest): Promise<Page> => {
    const found = await idsIn(table, [partition], span, asked);
    return readPage(table, partition, found, asked.limit);
  },

  /** A page of all events, day by day; it may end before its limit, after eight days, and still have a next one. */
  pageOfAll: async (span: Span, asked: DirectoryPageRequest): Promise<Page> => {
    const at = asked.after === undefined ? undefined : timeOfId(asked.after);
    const rest = at === undefined ? span : asked.newestFirst ? { ...span, to: at } : { ...span, from: at };
    const found: Item[] = [];
    const days = daysBetween(rest.from, rest.to, asked.newestFirst, MOST_DAYS);
    // Most pages are full after the first day: only when it is not, the others are read, all at once.
    for (const some of [days.slice(0, 1), days.slice(1)]) {
      const read = await Promise.all(some.map((day) => idsIn(table, eventsOfDay(day), span, asked)));
      found.push(...read.flat());
      if (found.length > asked.limit) return readPage(table, undefined, found, asked.limit);
    }
    const page = await readPage(table, undefined, found, asked.limit);
    const end = ended(days.at(-1), rest, asked.newestFirst);
    return end === undefined ? page : { ...page, last: end };
  },
});

/** Where a page that has looked at all its days goes on, when there are more of them. */
const ended = (day: string | undefined, { from, to }: Span, newestFirst: boolean): string | undefined => {
  if (day === undefined) return undefined;
  if (newestFirst) return startOfDay(day) > from ? firstIdAt(startOfDay(day)) : undefined;
  return endOfDay(day) < to ? lastIdAt(endOfDay(day)) : undefined;
};

/** At most one more than the limit out of partitions that are read at once, in their common order. */
const idsIn = async (
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
  // One for the place the page begins behind, and one that tells of a next page.
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
  const items = partition && !partition.index ? page : await whole(table, page);
  const last = found.length > limit ? page.at(-1) : undefined;
  return { items, ...(last && { last: idOf(last) }) };
};

/** An index holds only keys. */
const whole = async (table: Pick<Table, 'getAll'>, keys: readonly Item[]): Promise<readonly Item[]> => {
  const items = await table.getAll(keys.map(({ pk, sk }) => ({ pk, sk }) as Key));
  const byKey = new Map(items.map((item) => [`${item.pk} ${item.sk}`, item]));
  return keys.map(({ pk, sk }) => byKey.get(`${pk} ${sk}`)).filter((item) => item !== undefined);
};
