import { Construct } from 'constructs';
import { createCredential, deleteCredential, listCredentials } from '../../functions/partners/credentials/contract.ts';
import { setPassword } from '../../functions/partners/passwords/contract.ts';
import { LISTS, PARTITIONS } from '../../functions/shared/table/partitions.ts';
import { ACTIVE_PARTNER, cursors, IDEMPOTENT, SIGN_IN } from '../data/table-rights.ts';
import type { ApiSliceProps } from './api-slice.ts';
import { Endpoint } from './endpoint.ts';

const { credentials, credentialUses, partners, passwordLinks } = PARTITIONS;

/** The endpoints of what partners sign in with: API credentials, and the passwords of contacts. */
export class CredentialsApi extends Construct {
  constructor(scope: Construct, id: string, { table, ...shared }: ApiSliceProps) {
    super(scope, id);

    const create = new Endpoint(this, 'Create', { ...shared, contract: createCredential, entry: 'partners/credentials/create' });
    table.grant(create, SIGN_IN, ACTIVE_PARTNER, IDEMPOTENT, { PutItem: credentials, UpdateItem: partners });

    const list = new Endpoint(this, 'List', { ...shared, contract: listCredentials, entry: 'partners/credentials/list' });
    table.grant(list, SIGN_IN, cursors(listCredentials), { BatchGetItem: credentialUses });
    table.grantQuery(list, 'gsi1', LISTS.credentials);

    const remove = new Endpoint(this, 'Delete', { ...shared, contract: deleteCredential, entry: 'partners/credentials/delete' });
    table.grant(remove, SIGN_IN, ACTIVE_PARTNER, { DeleteItem: [...credentials, ...credentialUses], UpdateItem: partners });

    const setting = new Endpoint(this, 'SetPassword', { ...shared, contract: setPassword, entry: 'partners/passwords/set' });
    table.grant(setting, { GetItem: [...passwordLinks, ...partners], DeleteItem: passwordLinks, UpdateItem: credentials });
  }
}
