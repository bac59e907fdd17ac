import validate from '../../generated/getContact.js';
import { endpoint, type Operation } from '../../shared/endpoint/endpoint.ts';
import { found } from '../../shared/http/reply.ts';
import { partnerStore } from '../store.ts';
import { findVisiblePartner } from '../visible.ts';
import { getContact as contract } from './contract.ts';
import { contactStore } from './store.ts';

interface Deps {
  readonly partners: Pick<ReturnType<typeof partnerStore>, 'find'>;
  readonly contacts: Pick<ReturnType<typeof contactStore>, 'get'>;
}

/** Returns one contact of a partner that the caller may see. */
export const getContact: Operation<typeof contract, Deps> = async ({ params, caller, header }, { partners, contacts }) => {
  const { id } = await findVisiblePartner(partners, params.id, caller);
  return found(contract, await contacts.get(id, params.contactId), header['if-match']);
};

export const handler = endpoint(contract, { validate }, getContact, ({ table }) => ({
  partners: partnerStore(table),
  contacts: contactStore(table),
}));
