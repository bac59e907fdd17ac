import { type DirectoryPageRequest, filterPage, type Owners, ownersOf, searchDirectory } from './directory.ts';
import { normalise } from './key-encoding.ts';
import type { Directory, Key } from './keys.ts';
import type { Page } from './queries.ts';
import type { Table } from './table.ts';
import type { Item } from './transaction.ts';

/** What a list is narrowed to. */
export interface Filters {
  readonly name?: string;
  readonly email?: string;
  readonly search?: string;
  readonly externalId?: string;
}

/** A list of entities, and the directories that find them. */
export interface Listing {
  readonly keyOf: (id: string) => Key;
  readonly all: (asked: DirectoryPageRequest) => Promise<Page>;
  /** How many of all are looked at for one page of those whose names begin with a common text. */
  readonly seen: number;
  /** Finds by what is more telling than an email, when the filters have it. */
  readonly lookUp: (filters: Filters, asked: DirectoryPageRequest) => Promise<Owners> | undefined;
  readonly names: Directory;
  readonly emails: Directory;
}

type Reads = Pick<Table, 'range' | 'getAll'>;

/**
 * A page of those that meet every filter, in creation order: found by the most telling filter, and held against the others. It may be short, and
 * still have a next one, when others are left to hold it against or the text is so short that more than a thousand names begin with it.
 */
export const findPage = async (table: Reads, listing: Listing, filters: Filters, asked: DirectoryPageRequest): Promise<Page> => {
  const isMatch = (item: Item): boolean => matches(item, filters);
  const owners = await ownersBy(table, listing, filters, asked);
  if (owners) {
    const { items, ...rest } = await readOwners(table, listing.keyOf, owners);
    return { items: items.filter(isMatch), ...rest };
  }
  return filters.search === undefined
    ? listing.all(asked)
    : filterPage(await listing.all({ ...asked, limit: listing.seen }), asked.limit, isMatch);
};

const ownersBy = async (
  table: Reads,
  { lookUp, names, emails }: Listing,
  filters: Filters,
  asked: DirectoryPageRequest,
): Promise<Owners | undefined> => {
  const { email, search: text } = filters;
  const found = await lookUp(filters, asked);
  if (found) return found;
  if (email !== undefined) return ownersOf(table, emails, email, asked);
  return text === undefined ? undefined : searchDirectory(table, names, text, asked);
};

// What a query answers at most, so that no page of ours is larger than those: a function can answer six megabytes.
const MOST_BYTES = 1_000_000;

/** Reads owners in their order, up to about a megabyte of them; one that was deleted meanwhile is left out. */
export const readOwners = async (table: Pick<Table, 'getAll'>, keyOf: Listing['keyOf'], { ids, ...rest }: Owners): Promise<Page> => {
  const found = new Map((await table.getAll(ids.map(keyOf))).map((item) => [String(item.id), item]));
  const items: Item[] = [];
  let bytes = 0;
  for (const id of ids) {
    const item = found.get(id);
    bytes += item ? Buffer.byteLength(JSON.stringify(item)) : 0;
    if (bytes > MOST_BYTES && items.length > 0) return { items, last: String(items.at(-1)?.id) };
    if (item) items.push(item);
  }
  return { items, ...rest };
};

/** True when an item meets every filter. */
export const matches = (item: Item, { name, email, search: text, externalId }: Filters): boolean =>
  (name === undefined || same(item.name, name)) &&
  (email === undefined || same(item.email, email)) &&
  (externalId === undefined || item.externalId === externalId) &&
  (text === undefined || normalise(String(item.name)).startsWith(normalise(text)));

const same = (value: unknown, asked: string): boolean => normalise(String(value)) === normalise(asked);
