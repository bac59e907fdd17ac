import validate from '../generated/listCredentials.js';
import { partnerStore } from '../partners/store.ts';
import { visiblePartner } from '../partners/visible.ts';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import { pages } from '../shared/pages.ts';
import { listCredentials as contract } from './contract.ts';
import { credentialStore } from './store.ts';

interface Deps {
  readonly partners: Pick<ReturnType<typeof partnerStore>, 'find'>;
  readonly credentials: Pick<ReturnType<typeof credentialStore>, 'page'>;
}

/** Lists the API credentials of a partner the caller may know of, without their secrets. */
export const listCredentials: Operation<typeof contract, Deps> = async ({ params, query, caller }, { partners, credentials }) =>
  pages(contract, `/v1/partners/${params.id}/credentials`, query, async ({ limit, after }) => {
    const { id } = await visiblePartner(partners, params.id, caller);
    return credentials.page(id, limit, after);
  });

export const handler = endpoint(contract, { validate }, listCredentials, ({ table }) => ({
  partners: partnerStore(table),
  credentials: credentialStore(table),
}));
