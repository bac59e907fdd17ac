import { Construct } from 'constructs';
import { createOrganization, getOrganization } from '../functions/organizations/contract.ts';
import type { ApiSliceProps } from './api-slice.ts';
import { Endpoint } from './endpoint.ts';

/** The endpoints of a reseller's organizations. Creating one counts it on its reseller. */
export class OrganizationsApi extends Construct {
  constructor(scope: Construct, id: string, { table, ...shared }: ApiSliceProps) {
    super(scope, id);

    const create = new Endpoint(this, 'Create', { ...shared, contract: createOrganization, entry: 'organizations/create' });
    table.grantRead(create, 'GetItem');
    table.grantTransaction(create, 'PutItem', 'UpdateItem');

    const get = new Endpoint(this, 'Get', { ...shared, contract: getOrganization, entry: 'organizations/get' });
    table.grantRead(get, 'GetItem');
  }
}
