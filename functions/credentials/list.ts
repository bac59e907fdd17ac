import validate from '../generated/listCredentials.js';
import { partnerStore } from '../partners/store.ts';
import { visiblePartner } from '../partners/visible.ts';
import { decodeCursor, encodeCursor } from '../shared/cursor.ts';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import { page } from '../shared/reply.ts';
import { listCredentials as contract } from './contract.ts';
import { credentialStore } from './store.ts';

interface Deps {
  readonly partners: Pick<ReturnType<typeof partnerStore>, 'find'>;
  readonly credentials: Pick<ReturnType<typeof credentialStore>, 'page'>;
}

/** Lists the API credentials of a partner the caller may know of, without their secrets. */
export const listCredentials: Operation<typeof contract, Deps> = async ({ params, query, caller }, { partners, credentials }) => {
  const scope = ['credentials', params.id];
  const after = query.cursor === undefined ? undefined : decodeCursor(scope, query.cursor);
  const { id } = await visiblePartner(partners, params.id, caller);
  const { items, last } = await credentials.page(id, query.limit ?? 25, after);
  const next = last === undefined ? undefined : encodeCursor(scope, last);
  return page(contract, `/v1/partners/${id}/credentials`, query, { data: items, next });
};

export const handler = endpoint(contract, { validate }, listCredentials, ({ table }) => ({
  partners: partnerStore(table),
  credentials: credentialStore(table),
}));
