import type { DirectoryPageRequest } from '../shared/table/directory.ts';
import type { Partition } from '../shared/table/event-keys.ts';
import type { Page } from '../shared/table/queries.ts';
import type { Table } from '../shared/table/table.ts';
import type { Item } from '../shared/table/transaction.ts';
import { deliveryKeyOf } from '../shared/table/webhook-keys.ts';

/** A part of an index to read, and what to keep of it. */
export interface IndexRead {
  readonly partition: Partition;
  /** The first and the last place. */
  readonly from: string;
  readonly to: string;
  readonly matches: (item: Item) => boolean;
  /** True when most items match, so that a page need not read many more than it shows. */
  readonly isWhole: boolean;
  /** True when the index also has deliveries that the reader must not know of. */
  readonly isMixed: boolean;
}

type Reads = Pick<Table, 'span' | 'getAll'>;

/** The limits of reading on for what matches: so many times, so many items. */
const READ_ON = 10;
const READ_AT_ONCE = 100;

/**
 * Returns a page of the deliveries of an index that match. It reads on until it has one more than
 * the limit, so that the end of a page does not reveal those of others. After a thousand of only
 * those it treats the rest as missing.
 */
export const indexedPage = async (table: Reads, read: IndexRead, { limit, after, newestFirst }: DirectoryPageRequest): Promise<Page> => {
  const items: Item[] = [];
  let begin = after;
  for (let count = 0; count < READ_ON; count += 1) {
    const most = read.isWhole ? limit + 1 : READ_AT_ONCE;
    const bounds = begin === undefined ? {} : newestFirst ? { to: begin } : { from: begin };
    // One for the item that the page begins after.
    const span = { partition: read.partition, from: read.from, to: read.to, ...bounds, limit: most + 1, newestFirst };
    const keys = (await table.span(span)).filter((key) => placeIn(key) !== begin).slice(0, most);
    items.push(...(await deliveriesAt(table, keys)).filter(read.matches));
    const end = items.length > limit ? items[limit - 1] : undefined;
    if (end) return { items: items.slice(0, limit), last: String(end.place) };
    begin = keys.length < most ? undefined : placeIn(keys.at(-1));
    if (begin === undefined) return { items };
  }
  const exists = !read.isMixed || items.length > 0;
  return { items, ...(exists && begin !== undefined && { last: begin }) };
};

/** Reads the deliveries of index entries, in their order. */
export const deliveriesAt = async (table: Pick<Table, 'getAll'>, keys: readonly Item[]): Promise<readonly Item[]> => {
  const found = await table.getAll(keys.map(({ pk }) => deliveryKeyOf(String(pk))));
  const byPartition = new Map(found.map((item) => [item.pk, item]));
  return keys.map(({ pk }) => byPartition.get(pk)).filter((item) => item !== undefined);
};

const placeIn = (key: Item | undefined): string | undefined => {
  const place = key?.gsi2sk ?? key?.gsi3sk;
  return place === undefined ? undefined : String(place);
};
