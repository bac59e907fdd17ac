import { Construct } from 'constructs';
import { createReseller, getReseller } from '../functions/resellers/contract.ts';
import type { ApiSliceProps } from './api-slice.ts';
import { Endpoint } from './endpoint.ts';

/** The endpoints of resellers. */
export class ResellersApi extends Construct {
  constructor(scope: Construct, id: string, { table, ...shared }: ApiSliceProps) {
    super(scope, id);

    const create = new Endpoint(this, 'Create', { ...shared, contract: createReseller, entry: 'resellers/create' });
    table.grantRead(create, 'GetItem');
    table.grantTransaction(create, 'PutItem');

    const get = new Endpoint(this, 'Get', { ...shared, contract: getReseller, entry: 'resellers/get' });
    table.grantRead(get, 'GetItem');
  }
}
