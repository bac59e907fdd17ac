import { Construct } from 'constructs';
import { createContact, getContact, listContacts, updateContact } from '../../functions/partners/contacts/contract.ts';
import { LISTS, PARTITIONS } from '../../functions/shared/table/partitions.ts';
import { ACTIVE_PARTNER, cursors, IDEMPOTENT, SIGN_IN, withDryRun } from '../data/table-rights.ts';
import { welcomeLimitSettings } from '../welcome/welcome-limits.ts';
import type { ApiSliceProps } from './api-slice.ts';
import { Endpoint } from './endpoint.ts';

const { credentials, partners, welcomeCounts } = PARTITIONS;

/** The endpoints of a partner's contacts. */
export class ContactsApi extends Construct {
  constructor(scope: Construct, id: string, { table, ...shared }: ApiSliceProps) {
    super(scope, id);
    const limits = welcomeLimitSettings(shared.configuration);

    const create = new Endpoint(this, 'Create', {
      ...shared,
      contract: createContact,
      entry: 'partners/contacts/create',
      environment: limits,
    });
    table.grant(
      create,
      SIGN_IN,
      ACTIVE_PARTNER,
      IDEMPOTENT,
      withDryRun({ PutItem: [...partners, ...credentials], UpdateItem: [...partners, ...welcomeCounts] }),
    );

    const get = new Endpoint(this, 'Get', { ...shared, contract: getContact, entry: 'partners/contacts/get' });
    table.grant(get, SIGN_IN);

    const list = new Endpoint(this, 'List', { ...shared, contract: listContacts, entry: 'partners/contacts/list' });
    table.grant(list, SIGN_IN, cursors(listContacts));
    table.grantQuery(list, 'gsi1', LISTS.contacts);

    const update = new Endpoint(this, 'Update', {
      ...shared,
      contract: updateContact,
      entry: 'partners/contacts/update',
      environment: limits,
    });
    const both = [...partners, ...credentials];
    table.grant(
      update,
      SIGN_IN,
      ACTIVE_PARTNER,
      withDryRun({ PutItem: both, UpdateItem: [...both, ...welcomeCounts], DeleteItem: credentials }),
    );
  }
}
