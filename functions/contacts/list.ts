import validate from '../generated/listContacts.js';
import { partnerStore } from '../partners/store.ts';
import { visiblePartner } from '../partners/visible.ts';
import { decodeCursor, encodeCursor } from '../shared/cursor.ts';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import { page } from '../shared/reply.ts';
import { listContacts as contract } from './contract.ts';
import { contactStore } from './store.ts';

interface Deps {
  readonly partners: Pick<ReturnType<typeof partnerStore>, 'find'>;
  readonly contacts: Pick<ReturnType<typeof contactStore>, 'page'>;
}

/** Lists the contacts of a partner the caller may know of. */
export const listContacts: Operation<typeof contract, Deps> = async ({ params, query, caller }, { partners, contacts }) => {
  const scope = ['contacts', params.id];
  const after = query.cursor === undefined ? undefined : decodeCursor(scope, query.cursor);
  const { id } = await visiblePartner(partners, params.id, caller);
  const { items, last } = await contacts.page(id, query.limit ?? 25, after);
  const next = last === undefined ? undefined : encodeCursor(scope, last);
  return page(contract, `/v1/partners/${id}/contacts`, query, { data: items, next });
};

export const handler = endpoint(contract, { validate }, listContacts, ({ table }) => ({
  partners: partnerStore(table),
  contacts: contactStore(table),
}));
