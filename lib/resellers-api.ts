import { Construct } from 'constructs';
import { createReseller, getReseller, getResellerLimits, listResellers } from '../functions/resellers/contract.ts';
import { deleteReseller, updateReseller } from '../functions/resellers/contract-changes.ts';
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

    const list = new Endpoint(this, 'List', { ...shared, contract: listResellers, entry: 'resellers/list' });
    table.grantRead(list, 'BatchGetItem', 'Query');

    const limits = new Endpoint(this, 'Limits', { ...shared, contract: getResellerLimits, entry: 'resellers/limits-get' });
    table.grantRead(limits, 'GetItem');

    const update = new Endpoint(this, 'Update', { ...shared, contract: updateReseller, entry: 'resellers/update' });
    table.grantRead(update, 'GetItem');
    table.grantTransaction(update, 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem');

    const remove = new Endpoint(this, 'Delete', { ...shared, contract: deleteReseller, entry: 'resellers/delete' });
    table.grantRead(remove, 'GetItem');
    table.grantTransaction(remove, 'PutItem', 'DeleteItem');
  }
}
