import { Construct } from 'constructs';
import { createPartner, getPartner } from '../functions/partners/contract.ts';
import { listPartners, updatePartner } from '../functions/partners/contract-changes.ts';
import type { ApiSliceProps } from './api-slice.ts';
import { Endpoint } from './endpoint.ts';

/** The endpoints of partners. Creating one counts it on its parent, and requires of the partners above that they are active. */
export class PartnersApi extends Construct {
  constructor(scope: Construct, id: string, { table, ...shared }: ApiSliceProps) {
    super(scope, id);

    const create = new Endpoint(this, 'Create', { ...shared, contract: createPartner, entry: 'partners/create' });
    table.grantSignIn(create);
    table.grantTransaction(create, 'PutItem', 'UpdateItem', 'ConditionCheckItem');

    const get = new Endpoint(this, 'Get', { ...shared, contract: getPartner, entry: 'partners/get' });
    table.grantSignIn(get);

    const list = new Endpoint(this, 'List', { ...shared, contract: listPartners, entry: 'partners/list' });
    table.grantSignIn(list);
    table.grantQuery(list, 'gsi1');

    const update = new Endpoint(this, 'Update', { ...shared, contract: updatePartner, entry: 'partners/update' });
    table.grantSignIn(update);
    table.grantQuery(update, 'gsi2');
    table.grantTransaction(update, 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem');
  }
}
