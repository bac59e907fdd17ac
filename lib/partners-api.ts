import { Construct } from 'constructs';
import { createPartner, getPartner } from '../functions/partners/contract.ts';
import type { ApiSliceProps } from './api-slice.ts';
import { Endpoint } from './endpoint.ts';

/** The endpoints of partners. Callers may sign in with HTTP Basic, which reads the credential, its partner and the partners above. */
export class PartnersApi extends Construct {
  constructor(scope: Construct, id: string, { table, ...shared }: ApiSliceProps) {
    super(scope, id);

    const create = new Endpoint(this, 'Create', { ...shared, contract: createPartner, entry: 'partners/create' });
    table.grantRead(create, 'GetItem', 'BatchGetItem');
    table.grantTransaction(create, 'PutItem', 'ConditionCheckItem');

    const get = new Endpoint(this, 'Get', { ...shared, contract: getPartner, entry: 'partners/get' });
    table.grantRead(get, 'GetItem', 'BatchGetItem');
  }
}
