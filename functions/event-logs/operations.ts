import { everyToken, owner } from '../shared/contract/callers.ts';
import { operationsOf } from '../shared/operation.ts';
import { LISTS, PARTITIONS } from '../shared/table/partitions.ts';
import * as contracts from './contract.ts';

const { partners, resellers, webhooks } = PARTITIONS;

/** The operations of the event log: who did what, and when. */
export const eventLogOperations = operationsOf(contracts, {
  listEventLogs: {
    handler: 'event-logs/list',
    callers: everyToken(200),
    rights: {
      GetItem: partners,
      BatchGetItem: [...partners, ...resellers, ...webhooks],
      Query: [...partners, ...resellers],
      'Query of gsi2': LISTS.eventsOfDays,
      'Query of gsi3': LISTS.histories,
    },
  },
  getEventLog: {
    handler: 'event-logs/get',
    callers: owner(200),
    rights: { GetItem: [...partners, ...resellers, ...webhooks], 'Query of gsi2': LISTS.eventsOfDays },
  },
});
