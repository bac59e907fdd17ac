import { Construct } from 'constructs';
import { createContact, getContact, listContacts, updateContact } from '../functions/contacts/contract.ts';
import type { ApiSliceProps } from './api-slice.ts';
import { Endpoint } from './endpoint.ts';

/** The endpoints of a partner's contacts. */
export class ContactsApi extends Construct {
  constructor(scope: Construct, id: string, { table, ...shared }: ApiSliceProps) {
    super(scope, id);

    const create = new Endpoint(this, 'Create', { ...shared, contract: createContact, entry: 'contacts/create' });
    table.grantSignIn(create);
    table.grantTransaction(create, 'PutItem', 'UpdateItem', 'ConditionCheckItem');

    const get = new Endpoint(this, 'Get', { ...shared, contract: getContact, entry: 'contacts/get' });
    table.grantSignIn(get);

    const list = new Endpoint(this, 'List', { ...shared, contract: listContacts, entry: 'contacts/list' });
    table.grantSignIn(list);
    table.grantQuery(list, 'gsi1');

    const update = new Endpoint(this, 'Update', { ...shared, contract: updateContact, entry: 'contacts/update' });
    table.grantSignIn(update);
    table.grantTransaction(update, 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem');
  }
}
