import { Construct } from 'constructs';
import { createReseller, getReseller, getResellerLimits, listResellers } from '../../functions/resellers/contract.ts';
import { deleteReseller, updateReseller } from '../../functions/resellers/contract-changes.ts';
import { PARTITIONS } from '../../functions/shared/table/partitions.ts';
import { cursors, IDEMPOTENT, withDryRun } from '../data/table-rights.ts';
import type { ApiSliceProps } from './api-slice.ts';
import { Endpoint } from './endpoint.ts';

const { resellers, resellerEmails, resellerList, resellerNames } = PARTITIONS;
/** What finds a reseller by what it says of itself. */
const directories = [...resellerNames, ...resellerEmails];
const lists = [...resellerList, ...directories];

/** The endpoints of resellers. */
export class ResellersApi extends Construct {
  constructor(scope: Construct, id: string, { table, ...shared }: ApiSliceProps) {
    super(scope, id);

    const create = new Endpoint(this, 'Create', { ...shared, contract: createReseller, entry: 'resellers/create' });
    table.grant(create, IDEMPOTENT, { PutItem: [...resellers, ...lists] });

    const get = new Endpoint(this, 'Get', { ...shared, contract: getReseller, entry: 'resellers/get' });
    table.grant(get, { GetItem: resellers });

    const list = new Endpoint(this, 'List', { ...shared, contract: listResellers, entry: 'resellers/list' });
    table.grant(list, cursors(listResellers), { BatchGetItem: resellers, Query: lists });

    const limits = new Endpoint(this, 'Limits', { ...shared, contract: getResellerLimits, entry: 'resellers/limits-get' });
    table.grant(limits, { GetItem: resellers });

    const update = new Endpoint(this, 'Update', { ...shared, contract: updateReseller, entry: 'resellers/update' });
    table.grant(update, {
      GetItem: resellers,
      ...withDryRun({ PutItem: [...resellers, ...directories], UpdateItem: resellers, DeleteItem: directories }),
    });

    const remove = new Endpoint(this, 'Delete', { ...shared, contract: deleteReseller, entry: 'resellers/delete' });
    table.grant(remove, { GetItem: resellers, PutItem: resellers, DeleteItem: [...resellers, ...lists] });
  }
}
