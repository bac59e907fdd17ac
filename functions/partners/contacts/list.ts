import validate from '../../generated/listContacts.js';
import { endpoint, type Operation } from '../../shared/endpoint/endpoint.ts';
import { BY_TIME_IN_INDEX, pages } from '../../shared/http/pages.ts';
import type { ReadCursors } from '../../shared/table/cursor-secret.ts';
import type { DirectoryPageRequest } from '../../shared/table/directory.ts';
import type { Page } from '../../shared/table/queries.ts';
import { partnerStore } from '../store.ts';
import { findVisiblePartner } from '../visible.ts';
import { listContacts as contract } from './contract.ts';
import { contactStore } from './store.ts';

interface Deps {
  readonly partners: Pick<ReturnType<typeof partnerStore>, 'find'>;
  readonly contacts: Pick<ReturnType<typeof contactStore>, 'page'>;
  readonly cursors: ReadCursors;
}

/** Lists the contacts of a partner that the caller may see. */
export const listContacts: Operation<typeof contract, Deps> = async ({ params, query, caller }, { partners, contacts, cursors }) => {
  const read = async ({ limit, after }: DirectoryPageRequest): Promise<Page> => {
    const { id } = await findVisiblePartner(partners, params.id, caller);
    return contacts.page(id, limit, after);
  };
  return pages(contract, `/v1/partners/${params.id}/contacts`, query, { read, cursors, places: BY_TIME_IN_INDEX });
};

export const handler = endpoint(contract, { validate }, listContacts, ({ table, cursors }) => ({
  partners: partnerStore(table),
  contacts: contactStore(table),
  cursors,
}));
