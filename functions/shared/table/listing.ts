import { type DirectoryPageRequest, filterPage, type Owners, ownersOf, searchDirectory } from './directory.ts';
import { normalise } from './key-encoding.ts';
import type { Directory, Key } from './keys.ts';
import type { Page } from './queries.ts';
import type { Table } from './table.ts';
import type { Item } from './transaction.ts';

/** The filters of a list. */
export interface Filters {
  readonly name?: string;
  readonly email?: string;
  readonly search?: string;
  readonly externalId?: string;
}

/** A list of entities, and the directories that find them. */
export interface Listing {
  readonly keyOf: (id: string) => Key;
  readonly all: (pageRequest: DirectoryPageRequest) => Promise<Page>;
  /**
   * The number of entities that are read for one page of those whose names begin with a common
   * text.
   */
  readonly scanLimit: number;
  /** Finds by a more selective filter than an email, when there is one. */
  readonly lookUp: (filters: Filters, pageRequest: DirectoryPageRequest) => Promise<Owners> | undefined;
  readonly names: Directory;
  readonly emails: Directory;
}

type Reads = Pick<Table, 'range' | 'getAll'>;

/**
 * Returns a page of the entities that match every filter, in creation order: found by the most
 * selective filter, and compared with the others. It may be short, and still have a next one, when
 * other filters are left or more than a thousand names begin with the text.
 */
export const findPage = async (table: Reads, listing: Listing, filters: Filters, pageRequest: DirectoryPageRequest): Promise<Page> => {
  const isMatch = (item: Item): boolean => matches(item, filters);
  const owners = await ownersBy(table, listing, filters, pageRequest);
  if (owners) {
    const { items, ...rest } = await readOwners(table, listing.keyOf, owners);
    return { items: items.filter(isMatch), ...rest };
  }
  return filters.search === undefined
    ? listing.all(pageRequest)
    : filterPage(await listing.all({ ...pageRequest, limit: listing.scanLimit }), pageRequest.limit, isMatch);
};

const ownersBy = async (
  table: Reads,
  { lookUp, names, emails }: Listing,
  filters: Filters,
  pageRequest: DirectoryPageRequest,
): Promise<Owners | undefined> => {
  const { email, search: text } = filters;
  const found = await lookUp(filters, pageRequest);
  if (found) return found;
  if (email !== undefined) return ownersOf(table, emails, email, pageRequest);
  return text === undefined ? undefined : searchDirectory(table, names, text, pageRequest);
};

// The largest result of a query, so that no page is larger: a function can answer six megabytes.
const MAX_BYTES = 1_000_000;

/**
 * Reads owners in their order, up to about a megabyte of them; one that was deleted meanwhile is
 * left out.
 */
export const readOwners = async (table: Pick<Table, 'getAll'>, keyOf: Listing['keyOf'], { ids, ...rest }: Owners): Promise<Page> => {
  const found = new Map((await table.getAll(ids.map(keyOf))).map((item) => [String(item.id), item]));
  const items: Item[] = [];
  let bytes = 0;
  for (const id of ids) {
    const item = found.get(id);
    bytes += item ? Buffer.byteLength(JSON.stringify(item)) : 0;
    if (bytes > MAX_BYTES && items.length > 0) return { items, last: String(items.at(-1)?.id) };
    if (item) items.push(item);
  }
  return { items, ...rest };
};

/** True when an item matches every filter. */
export const matches = (item: Item, { name, email, search: text, externalId }: Filters): boolean =>
  (name === undefined || isSame(item.name, name)) &&
  (email === undefined || isSame(item.email, email)) &&
  (externalId === undefined || item.externalId === externalId) &&
  (text === undefined || normalise(String(item.name)).startsWith(normalise(text)));

const isSame = (value: unknown, pageRequest: string): boolean => normalise(String(value)) === normalise(pageRequest);
