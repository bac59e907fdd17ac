import { type DirectoryPageRequest, type Owners, ownersOf, searchDirectory } from './directory.ts';
import { normalise } from './key-encoding.ts';
import type { Directory, Key } from './keys.ts';
import type { Page } from './queries.ts';
import { scanPage } from './scan.ts';
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
  /** The read units of one more entity in a page of `all`. */
  readonly unitsEach: number;
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
  const { email, search: text } = filters;
  const owners =
    (await listing.lookUp(filters, pageRequest)) ??
    (email === undefined ? undefined : await ownersOf(table, listing.emails, email, pageRequest));
  if (owners) return readMatching(table, listing, filters, owners);
  return text === undefined ? listing.all(pageRequest) : searchPage(table, listing, text, pageRequest);
};

// One unit reads as many names.
const FEW_NAMES = 25;
/** The most names that are read to sort their owners: one query reads as many. */
export const MAX_NAMES = 1000;
const UNITS_OF_NAMES = 40;

/**
 * Returns a page of those whose names begin with a text. When few do, it reads them all, because
 * names are not in creation order. When many do, it reads the list, and compares.
 */
const searchPage = async (table: Reads, listing: Listing, text: string, pageRequest: DirectoryPageRequest): Promise<Page> => {
  const filters = { search: text };
  const byNames = async (request: DirectoryPageRequest, most: number): Promise<Page | undefined> => {
    const owners = await searchDirectory(table, listing.names, text, request, most);
    return owners && readMatching(table, listing, filters, owners);
  };
  const few = await byNames(pageRequest, FEW_NAMES);
  if (few) return few;
  return scanPage({ read: listing.all, matches: (item) => matches(item, filters), unitsEach: listing.unitsEach }, pageRequest, {
    unitsOf: (limit) => UNITS_OF_NAMES + limit,
    read: (request) => byNames(request, MAX_NAMES),
  });
};

const readMatching = async (table: Reads, { keyOf }: Listing, filters: Filters, owners: Owners): Promise<Page> => {
  const { items, ...rest } = await readOwners(table, keyOf, owners);
  return { items: items.filter((item) => matches(item, filters)), ...rest };
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
