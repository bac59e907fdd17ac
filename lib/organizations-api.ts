import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { createOrganization, getOrganization, listOrganizations } from '../functions/organizations/contract.ts';
import { batchOrganizations } from '../functions/organizations/contract-batch.ts';
import {
  deleteOrganization,
  putOrganization,
  restoreOrganization,
  updateOrganization,
} from '../functions/organizations/contract-changes.ts';
import type { ApiSliceProps } from './api-slice.ts';
import { Endpoint } from './endpoint.ts';

/** The endpoints of a reseller's organizations. Creating, deleting and restoring one counts it on its reseller. */
export class OrganizationsApi extends Construct {
  constructor(scope: Construct, id: string, { table, ...shared }: ApiSliceProps) {
    super(scope, id);

    const create = new Endpoint(this, 'Create', { ...shared, contract: createOrganization, entry: 'organizations/create' });
    table.grantRead(create, 'GetItem');
    table.grantTransaction(create, 'PutItem', 'UpdateItem', 'ConditionCheckItem');

    const get = new Endpoint(this, 'Get', { ...shared, contract: getOrganization, entry: 'organizations/get' });
    table.grantRead(get, 'GetItem');

    const list = new Endpoint(this, 'List', { ...shared, contract: listOrganizations, entry: 'organizations/list' });
    table.grantRead(list, 'GetItem', 'BatchGetItem', 'Query');

    const update = new Endpoint(this, 'Update', { ...shared, contract: updateOrganization, entry: 'organizations/update' });
    table.grantRead(update, 'GetItem');
    table.grantTransaction(update, 'PutItem', 'DeleteItem', 'ConditionCheckItem');

    const remove = new Endpoint(this, 'Delete', {
      ...{ ...shared, contract: deleteOrganization, entry: 'organizations/delete' },
      environment: { RESTORE_DAYS: String(shared.configuration.restoreDays) },
    });
    table.grantRead(remove, 'GetItem');
    table.grantTransaction(remove, 'PutItem', 'UpdateItem', 'DeleteItem');

    const restore = new Endpoint(this, 'Restore', { ...shared, contract: restoreOrganization, entry: 'organizations/restore' });
    table.grantRead(restore, 'GetItem');
    table.grantTransaction(restore, 'PutItem', 'UpdateItem', 'DeleteItem');

    const put = new Endpoint(this, 'Put', { ...shared, contract: putOrganization, entry: 'organizations/put' });
    table.grantRead(put, 'GetItem');
    table.grantTransaction(put, 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem');

    const batch = new Endpoint(this, 'Batch', {
      ...{ ...shared, contract: batchOrganizations, entry: 'organizations/batch' },
      timeout: Duration.seconds(29),
    });
    table.grantRead(batch, 'GetItem', 'BatchGetItem');
    table.grantTransaction(batch, 'PutItem', 'UpdateItem');
  }
}
