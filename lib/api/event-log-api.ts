import { Construct } from 'constructs';
import { listEventLogs } from '../../functions/event-logs/contract.ts';
import { LISTS, PARTITIONS } from '../../functions/shared/table/partitions.ts';
import { cursors } from '../data/table-rights.ts';
import type { ApiSliceProps } from './api-slice.ts';
import { Endpoint } from './endpoint.ts';

const { partners, resellers, webhooks } = PARTITIONS;

/** The endpoint of the event log: who did what, and when. */
export class EventLogApi extends Construct {
  constructor(scope: Construct, id: string, { table, ...shared }: ApiSliceProps) {
    super(scope, id);

    const list = new Endpoint(this, 'List', { ...shared, contract: listEventLogs, entry: 'event-logs/list' });
    table.grant(list, cursors(listEventLogs), {
      GetItem: partners,
      BatchGetItem: [...partners, ...resellers, ...webhooks],
      Query: [...partners, ...resellers],
    });
    table.grantQuery(list, 'gsi2', LISTS.eventsOfDays);
    table.grantQuery(list, 'gsi3', LISTS.histories);
  }
}
