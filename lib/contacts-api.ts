import { Construct } from 'constructs';
import { createContact, getContact, listContacts, updateContact } from '../functions/contacts/contract.ts';
import type { ApiSliceProps } from './api-slice.ts';
import { Endpoint } from './endpoint.ts';
import { LISTS, PARTITIONS } from './partitions.ts';
import { ACTIVE_PARTNER, ANSWERED_ONCE, cursors, rehearsed, SIGN_IN } from './table-rights.ts';
import { welcomeLimitSettings } from './welcome-limits.ts';

const { credentials, partners, welcomeCounts } = PARTITIONS;

/** The endpoints of a partner's contacts. */
export class ContactsApi extends Construct {
  constructor(scope: Construct, id: string, { table, ...shared }: ApiSliceProps) {
    super(scope, id);
    const limits = welcomeLimitSettings(shared.configuration);

    const create = new Endpoint(this, 'Create', { ...shared, contract: createContact, entry: 'contacts/create', environment: limits });
    table.grant(
      create,
      SIGN_IN,
      ACTIVE_PARTNER,
      ANSWERED_ONCE,
      rehearsed({ PutItem: [...partners, ...credentials], UpdateItem: [...partners, ...welcomeCounts] }),
    );

    const get = new Endpoint(this, 'Get', { ...shared, contract: getContact, entry: 'contacts/get' });
    table.grant(get, SIGN_IN);

    const list = new Endpoint(this, 'List', { ...shared, contract: listContacts, entry: 'contacts/list' });
    table.grant(list, SIGN_IN, cursors(listContacts));
    table.grantQuery(list, 'gsi1', LISTS.contacts);

    const update = new Endpoint(this, 'Update', { ...shared, contract: updateContact, entry: 'contacts/update', environment: limits });
    const both = [...partners, ...credentials];
    table.grant(
      update,
      SIGN_IN,
      ACTIVE_PARTNER,
      rehearsed({ PutItem: both, UpdateItem: [...both, ...welcomeCounts], DeleteItem: credentials }),
    );
  }
}
