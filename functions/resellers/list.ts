import validate from '../generated/listResellers.js';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import { pages } from '../shared/http/pages.ts';
import type { ReadCursors } from '../shared/table/cursor-secret.ts';
import { listResellers as contract } from './contract.ts';
import { resellerStore } from './store.ts';

interface Deps {
  readonly resellers: Pick<ReturnType<typeof resellerStore>, 'find'>;
  readonly cursors: ReadCursors;
}

/** Lists the resellers that match the filters. */
export const listResellers: Operation<typeof contract, Deps> = async ({ query }, { resellers, cursors }) => {
  const { sort: _, limit: __, cursor: ___, ...filters } = query;
  return pages(contract, contract.path, query, { read: (asked) => resellers.find(filters, asked), cursors });
};

export const handler = endpoint(contract, { validate }, listResellers, ({ table, cursors }) => ({
  resellers: resellerStore(table),
  cursors,
}));
