import { Construct } from 'constructs';
import { listEventLogs } from '../functions/event-logs/contract.ts';
import type { ApiSliceProps } from './api-slice.ts';
import { Endpoint } from './endpoint.ts';

/** The endpoint of the event log: who did what, and when. */
export class EventLogApi extends Construct {
  constructor(scope: Construct, id: string, { table, ...shared }: ApiSliceProps) {
    super(scope, id);

    const list = new Endpoint(this, 'List', { ...shared, contract: listEventLogs, entry: 'event-logs/list' });
    table.grantRead(list, 'GetItem', 'BatchGetItem', 'Query');
    table.grantQuery(list, 'gsi2');
    table.grantQuery(list, 'gsi3');
  }
}
