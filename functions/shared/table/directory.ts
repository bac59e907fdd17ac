import { type Directory, entries, entriesFrom, type Key } from './keys.ts';
import type { Page } from './queries.ts';
import type { Table } from './table.ts';
import type { Item } from './transaction.ts';

/** The part of a list to read: at most `limit`, after an id, in one direction. */
export interface DirectoryPageRequest {
  readonly limit: number;
  readonly after: string | undefined;
  readonly newestFirst: boolean;
}

/** A page of ids in the order of creation; `last` is the id to continue after. */
export interface Owners {
  readonly ids: readonly string[];
  readonly last?: string;
}

type Ranges = Pick<Table, 'range'>;

/** Returns a page of the owners of exactly this value, without regard to case and white space. */
export const ownersOf = async (table: Ranges, directory: Directory, value: string, pageRequest: DirectoryPageRequest): Promise<Owners> => {
  const { items, ...rest } = await table.range({ range: entries(directory, value), ...pageRequest });
  return { ids: items.map(ownerIdOf), ...rest };
};

/** Returns the owners of the entries with these keys, of values that only one may have. */
export const ownersAt = async (table: Pick<Table, 'get'>, keys: readonly Key[]): Promise<Owners> => {
  const found = await Promise.all(keys.map(table.get));
  return { ids: found.flatMap((entry) => (entry ? [ownerIdOf(entry)] : [])) };
};

/**
 * Returns a page of the owners whose value begins with the text; `undefined` when there are more
 * than `most`, or more than one query reads.
 */
export const searchDirectory = async (
  table: Ranges,
  directory: Directory,
  text: string,
  pageRequest: DirectoryPageRequest,
  most: number,
): Promise<Owners | undefined> => {
  const { items, last } = await table.range({ range: entriesFrom(directory, text), limit: most, after: undefined });
  return last === undefined ? pageOf(items.map(ownerIdOf), pageRequest) : undefined;
};

const pageOf = (ids: readonly string[], { limit, after, newestFirst }: DirectoryPageRequest): Owners => {
  const ordered = newestFirst ? ids.toSorted().reverse() : ids.toSorted();
  const rest = after === undefined ? ordered : ordered.filter((id) => (newestFirst ? id < after : id > after));
  const last = rest.length > limit ? rest[limit - 1] : undefined;
  return { ids: rest.slice(0, limit), ...(last !== undefined && { last }) };
};

const ownerIdOf = (item: Item): string => String(item.ownerId);

/**
 * Returns a page of the items that match, from more than a page of a list. It may be short, even
 * empty, and still have a next one.
 */
export const filterPage = (
  { items, last }: Page,
  limit: number,
  matches: (item: Item) => boolean,
  idOf: (item: Item) => string = ({ id }) => String(id),
): Page => {
  const found = items.filter(matches);
  const full = found.length > limit ? found[limit - 1] : undefined;
  if (full) return { items: found.slice(0, limit), last: idOf(full) };
  return { items: found, ...(last !== undefined && { last }) };
};
