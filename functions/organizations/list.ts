import validate from '../generated/listOrganizations.js';
import { resellerStore } from '../resellers/store.ts';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import { pages } from '../shared/http/pages.ts';
import { now } from '../shared/runtime.ts';
import type { ReadCursors } from '../shared/table/cursor-secret.ts';
import type { DirectoryPageRequest } from '../shared/table/directory.ts';
import type { Page } from '../shared/table/queries.ts';
import { listOrganizations as contract } from './contract.ts';
import { organizationStore } from './store.ts';

interface Deps {
  readonly organizations: Pick<ReturnType<typeof organizationStore>, 'find' | 'findDeleted'>;
  readonly resellers: Pick<ReturnType<typeof resellerStore>, 'get'>;
  readonly cursors: ReadCursors;
  readonly now: () => string;
}

/** Lists the organizations of a reseller that meet the filters, or the deleted ones. */
export const listOrganizations: Operation<typeof contract, Deps> = async ({ params: { resellerId }, query }, deps) => {
  const { deleted = false, sort: _, limit: __, cursor: ___, ...filters } = query;
  const read = async (asked: DirectoryPageRequest): Promise<Page> => {
    const page = deleted
      ? await deps.organizations.findDeleted(resellerId, filters, asked, deps.now())
      : await deps.organizations.find(resellerId, filters, asked);
    // A reseller with organizations exists. Deleted ones may outlast their reseller.
    if (deleted || page.items.length === 0) await deps.resellers.get(resellerId);
    return page;
  };
  return pages(contract, `/v3/resellers/${resellerId}/organizations`, query, { read, cursors: deps.cursors });
};

export const handler = endpoint(contract, { validate }, listOrganizations, ({ table, cursors }) => ({
  organizations: organizationStore(table),
  resellers: resellerStore(table),
  cursors,
  now,
}));
