import { type Directory, entries, entriesFrom } from './keys.ts';
import type { Page } from './queries.ts';
import type { Table } from './table.ts';
import type { Item } from './transaction.ts';

/** How much of a list is asked for: at most `limit`, after an id, in one direction. */
export interface DirectoryPageRequest {
  readonly limit: number;
  readonly after: string | undefined;
  readonly newestFirst: boolean;
}

/** A page of ids in the order of creation; `last` is the id to go on after. */
export interface Owners {
  readonly ids: readonly string[];
  readonly last?: string;
}

type Ranges = Pick<Table, 'range'>;

/** A page of those who have exactly this value, without regard to case and white space. */
export const ownersOf = async (table: Ranges, directory: Directory, value: string, asked: DirectoryPageRequest): Promise<Owners> => {
  const { items, ...rest } = await table.range({ range: entries(directory, value), ...asked });
  return { ids: items.map(ownerId), ...rest };
};

/** How many a text may find that are put in order here: one query reads as many entries. */
export const MOST_FOUND = 1000;

/** A page of those whose value begins with the text; `undefined` when more than a thousand do. */
export const searchDirectory = async (
  table: Ranges,
  directory: Directory,
  text: string,
  asked: DirectoryPageRequest,
): Promise<Owners | undefined> => {
  const { items, last } = await table.range({ range: entriesFrom(directory, text), limit: MOST_FOUND, after: undefined });
  return last === undefined ? pageOf(items.map(ownerId), asked) : undefined;
};

const pageOf = (ids: readonly string[], { limit, after, newestFirst }: DirectoryPageRequest): Owners => {
  const ordered = newestFirst ? ids.toSorted().reverse() : ids.toSorted();
  const rest = after === undefined ? ordered : ordered.filter((id) => (newestFirst ? id < after : id > after));
  const last = rest.length > limit ? rest[limit - 1] : undefined;
  return { ids: rest.slice(0, limit), ...(last !== undefined && { last }) };
};

const ownerId = (item: Item): string => String(item.ownerId);

/** A page of those that match, out of more than a page of a list: it may be short, even empty, and still have a next one. */
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
