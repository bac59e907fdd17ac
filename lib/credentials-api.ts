import { Construct } from 'constructs';
import { createCredential, deleteCredential, listCredentials } from '../functions/credentials/contract.ts';
import { setPassword } from '../functions/passwords/contract.ts';
import type { ApiSliceProps } from './api-slice.ts';
import { Endpoint } from './endpoint.ts';

/** The endpoints of what partners sign in with: API credentials, and the passwords of contacts. */
export class CredentialsApi extends Construct {
  constructor(scope: Construct, id: string, { table, ...shared }: ApiSliceProps) {
    super(scope, id);

    const create = new Endpoint(this, 'Create', { ...shared, contract: createCredential, entry: 'credentials/create' });
    table.grantSignIn(create);
    table.grantTransaction(create, 'PutItem', 'UpdateItem');

    const list = new Endpoint(this, 'List', { ...shared, contract: listCredentials, entry: 'credentials/list' });
    table.grantSignIn(list);
    table.grantQuery(list, 'gsi1');

    const remove = new Endpoint(this, 'Delete', { ...shared, contract: deleteCredential, entry: 'credentials/delete' });
    table.grantSignIn(remove);
    table.grantTransaction(remove, 'DeleteItem', 'UpdateItem');

    const setting = new Endpoint(this, 'SetPassword', { ...shared, contract: setPassword, entry: 'passwords/set' });
    table.grantRead(setting, 'GetItem');
    table.grantTransaction(setting, 'DeleteItem', 'UpdateItem');
  }
}
