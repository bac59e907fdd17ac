import { Construct } from 'constructs';
import { createPartner, getPartner } from '../../functions/partners/contract.ts';
import { listPartners, updatePartner } from '../../functions/partners/contract-changes.ts';
import { LISTS, PARTITIONS } from '../../functions/shared/table/partitions.ts';
import { ACTIVE_PARTNER, cursors, IDEMPOTENT, SIGN_IN, withDryRun } from '../data/table-rights.ts';
import { welcomeLimitSettings } from '../welcome/welcome-limits.ts';
import type { ApiSliceProps } from './api-slice.ts';
import { Endpoint } from './endpoint.ts';

const { credentials, partners, partnerNames, partnerReferences, welcomeCounts } = PARTITIONS;

/** The endpoints of partners. Creating one counts it on its parent, and requires of the partners above that they are active. */
export class PartnersApi extends Construct {
  constructor(scope: Construct, id: string, { table, ...shared }: ApiSliceProps) {
    super(scope, id);
    const limits = welcomeLimitSettings(shared.configuration);

    const create = new Endpoint(this, 'Create', { ...shared, contract: createPartner, entry: 'partners/create', environment: limits });
    table.grant(create, SIGN_IN, ACTIVE_PARTNER, IDEMPOTENT, {
      GetItem: [...partners, ...partnerNames],
      ...withDryRun({
        PutItem: [...partners, ...partnerNames, ...partnerReferences, ...credentials],
        UpdateItem: [...partners, ...welcomeCounts],
      }),
    });

    const get = new Endpoint(this, 'Get', { ...shared, contract: getPartner, entry: 'partners/get' });
    table.grant(get, SIGN_IN);

    const list = new Endpoint(this, 'List', { ...shared, contract: listPartners, entry: 'partners/list' });
    table.grant(list, SIGN_IN, cursors(listPartners), { GetItem: [...partners, ...partnerNames, ...partnerReferences] });
    table.grantQuery(list, 'gsi1', LISTS.children);

    const update = new Endpoint(this, 'Update', { ...shared, contract: updatePartner, entry: 'partners/update', environment: limits });
    const found = [...partnerNames, ...partnerReferences];
    table.grant(update, SIGN_IN, ACTIVE_PARTNER, {
      GetItem: [...partners, ...partnerNames, ...credentials],
      ...withDryRun({
        PutItem: [...partners, ...found, ...credentials],
        UpdateItem: [...partners, ...credentials, ...welcomeCounts],
        DeleteItem: [...found, ...credentials],
      }),
    });
    table.grantQuery(update, 'gsi2', LISTS.trees);
  }
}
