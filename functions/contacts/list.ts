import validate from '../generated/listContacts.js';
import { partnerStore } from '../partners/store.ts';
import { visiblePartner } from '../partners/visible.ts';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import { pages } from '../shared/pages.ts';
import { listContacts as contract } from './contract.ts';
import { contactStore } from './store.ts';

interface Deps {
  readonly partners: Pick<ReturnType<typeof partnerStore>, 'find'>;
  readonly contacts: Pick<ReturnType<typeof contactStore>, 'page'>;
}

/** Lists the contacts of a partner the caller may know of. */
export const listContacts: Operation<typeof contract, Deps> = async ({ params, query, caller }, { partners, contacts }) =>
  pages(contract, `/v1/partners/${params.id}/contacts`, query, async ({ limit, after }) => {
    const { id } = await visiblePartner(partners, params.id, caller);
    return contacts.page(id, limit, after);
  });

export const handler = endpoint(contract, { validate }, listContacts, ({ table }) => ({
  partners: partnerStore(table),
  contacts: contactStore(table),
}));
