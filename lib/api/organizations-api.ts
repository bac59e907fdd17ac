import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { createOrganization, getOrganization, listOrganizations } from '../../functions/organizations/contract.ts';
import { batchOrganizations } from '../../functions/organizations/contract-batch.ts';
import {
  deleteOrganization,
  putOrganization,
  restoreOrganization,
  updateOrganization,
} from '../../functions/organizations/contract-changes.ts';
import { PARTITIONS } from '../../functions/shared/table/partitions.ts';
import { cursors, IDEMPOTENT, withDryRun } from '../data/table-rights.ts';
import type { ApiSliceProps } from './api-slice.ts';
import { Endpoint } from './endpoint.ts';

const { answers, batchSlots, organizationEmails, organizationExternalIds, organizationNames, resellers } = PARTITIONS;
/** What of an organization only one may have. */
const guards = [...organizationNames, ...organizationExternalIds];
const directories = [...guards, ...organizationEmails];

/** The endpoints of a reseller's organizations. Creating, deleting and restoring one counts it on its reseller. */
export class OrganizationsApi extends Construct {
  constructor(scope: Construct, id: string, { table, ...shared }: ApiSliceProps) {
    super(scope, id);

    const create = new Endpoint(this, 'Create', { ...shared, contract: createOrganization, entry: 'organizations/create' });
    table.grant(create, IDEMPOTENT, {
      // How the owner of a name that is taken spells it.
      GetItem: resellers,
      ...withDryRun({ PutItem: [...resellers, ...directories], UpdateItem: resellers }),
    });

    const get = new Endpoint(this, 'Get', { ...shared, contract: getOrganization, entry: 'organizations/get' });
    table.grant(get, { GetItem: resellers });

    const list = new Endpoint(this, 'List', { ...shared, contract: listOrganizations, entry: 'organizations/list' });
    table.grant(list, cursors(listOrganizations), {
      GetItem: [...resellers, ...guards],
      BatchGetItem: resellers,
      Query: [...resellers, ...organizationNames, ...organizationEmails],
    });

    const update = new Endpoint(this, 'Update', { ...shared, contract: updateOrganization, entry: 'organizations/update' });
    table.grant(update, { GetItem: resellers, ...withDryRun({ PutItem: [...resellers, ...directories], DeleteItem: directories }) });

    const remove = new Endpoint(this, 'Delete', {
      ...{ ...shared, contract: deleteOrganization, entry: 'organizations/delete' },
      environment: { RESTORE_DAYS: String(shared.configuration.restoreDays) },
    });
    table.grant(remove, { GetItem: resellers, PutItem: resellers, UpdateItem: resellers, DeleteItem: [...resellers, ...directories] });

    const restore = new Endpoint(this, 'Restore', { ...shared, contract: restoreOrganization, entry: 'organizations/restore' });
    table.grant(restore, IDEMPOTENT, {
      GetItem: resellers,
      PutItem: [...resellers, ...directories],
      UpdateItem: resellers,
      DeleteItem: resellers,
    });

    const put = new Endpoint(this, 'Put', { ...shared, contract: putOrganization, entry: 'organizations/put' });
    table.grant(put, {
      GetItem: [...resellers, ...organizationExternalIds],
      ...withDryRun({
        PutItem: [...resellers, ...directories],
        UpdateItem: resellers,
        DeleteItem: [...organizationNames, ...organizationEmails],
      }),
    });

    const batch = new Endpoint(this, 'Batch', {
      ...{ ...shared, contract: batchOrganizations, entry: 'organizations/batch' },
      timeout: Duration.seconds(29),
      environment: { BATCHES_AT_ONCE: String(shared.configuration.batchesAtOnce) },
      reserved: shared.configuration.concurrency.reserved?.batches,
    });
    table.grant(batch, IDEMPOTENT, {
      GetItem: resellers,
      BatchGetItem: [...answers, ...guards],
      PutItem: [...resellers, ...directories],
      UpdateItem: [...resellers, ...batchSlots],
      DeleteItem: batchSlots,
    });
  }
}
