import { everyToken, owner } from '../shared/contract/callers.ts';
import { operationsOf } from '../shared/operation.ts';
import { LISTS, PARTITIONS } from '../shared/table/partitions.ts';
import * as contracts from './contract.ts';
import * as ofDeliveries from './contract-deliveries.ts';

const { deliveries, partners, resellers, webhookLists, webhooks } = PARTITIONS;

/** The operations of the event log: who did what, and when. */
export const eventLogOperations = operationsOf(
  { ...contracts, ...ofDeliveries },
  {
    listEventLogs: {
      handler: 'event-logs/list',
      callers: everyToken(200),
      rights: {
        GetItem: partners,
        BatchGetItem: [...partners, ...resellers, ...webhooks],
        Query: [...partners, ...resellers],
        'Query of gsi1': LISTS.eventsOfRequests,
        'Query of gsi2': LISTS.eventsOfDays,
        'Query of gsi3': LISTS.histories,
      },
    },
    getEventLog: {
      handler: 'event-logs/get',
      callers: owner(200),
      rights: { GetItem: [...partners, ...resellers, ...webhooks], 'Query of gsi2': LISTS.eventsOfDays },
    },
    getEventLogDeliveries: {
      handler: 'event-logs/deliveries',
      callers: owner(200),
      rights: {
        GetItem: [...partners, ...resellers, ...webhooks],
        BatchGetItem: [...deliveries, ...webhooks],
        Query: webhookLists,
        'Query of gsi2': [...LISTS.eventsOfDays, ...LISTS.deliveriesOfEvents],
      },
      settings: ['DELIVERY_LOG_DAYS', 'OPERATOR_ENDPOINTS'],
    },
  },
);
