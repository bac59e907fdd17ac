import type { Contract } from './contract.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { Asked } from './directory.ts';
import type { Reply } from './idempotency.ts';
import type { Page } from './queries.ts';
import { page } from './reply.ts';

/** The query parameters of a list, its filters among them. */
type PageQuery = Readonly<Record<string, unknown>> & {
  readonly limit?: number;
  readonly cursor?: string;
  readonly sort?: 'createdAt' | '-createdAt';
};

// What says what holds anyway says nothing.
const isTelling = ([name, value]: [string, unknown]): boolean => !(name === 'sort' && value === 'createdAt') && value !== false;

/** Answers the page a query asks for; its cursor belongs to this path, these filters and, where what is listed depends on the caller, to `whose` it is. */
export const pages = async (
  contract: Contract,
  path: string,
  query: PageQuery,
  read: (asked: Asked) => Promise<Page>,
  whose = '/',
): Promise<Reply> => {
  const { limit = 25, cursor, ...filters } = query;
  const scope = [
    path,
    whose,
    ...Object.entries(filters)
      .filter(isTelling)
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  ];
  const after = cursor === undefined ? undefined : decodeCursor(scope, cursor);
  const { items, last } = await read({ limit, after, newestFirst: filters.sort === '-createdAt' });
  return page(contract, path, query, { data: items, next: last === undefined ? undefined : encodeCursor(scope, last) });
};
