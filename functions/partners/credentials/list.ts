import validate from '../../generated/listCredentials.js';
import { endpoint, type Operation } from '../../shared/endpoint/endpoint.ts';
import { BY_TIME_IN_INDEX, pages } from '../../shared/http/pages.ts';
import type { ReadCursors } from '../../shared/table/cursor-secret.ts';
import type { DirectoryPageRequest } from '../../shared/table/directory.ts';
import type { Page } from '../../shared/table/queries.ts';
import { partnerStore } from '../store.ts';
import { findVisiblePartner } from '../visible.ts';
import { listCredentials as contract } from './contract.ts';
import { credentialStore } from './store.ts';

interface Deps {
  readonly partners: Pick<ReturnType<typeof partnerStore>, 'find'>;
  readonly credentials: Pick<ReturnType<typeof credentialStore>, 'page'>;
  readonly cursors: ReadCursors;
}

/** Lists the API credentials of a partner that the caller may see, without their secrets. */
export const listCredentials: Operation<typeof contract, Deps> = async ({ params, query, caller }, { partners, credentials, cursors }) => {
  const read = async ({ limit, after }: DirectoryPageRequest): Promise<Page> => {
    const { id } = await findVisiblePartner(partners, params.id, caller);
    return credentials.page(id, limit, after);
  };
  return pages(contract, `/v1/partners/${params.id}/credentials`, query, { read, cursors, places: BY_TIME_IN_INDEX });
};

export const handler = endpoint(contract, { validate }, listCredentials, ({ table, cursors }) => ({
  partners: partnerStore(table),
  credentials: credentialStore(table),
  cursors,
}));
