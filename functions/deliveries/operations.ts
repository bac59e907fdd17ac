import { everyToken, owner } from '../shared/contract/callers.ts';
import { operationsOf } from '../shared/operation.ts';
import { LISTS, PARTITIONS } from '../shared/table/partitions.ts';
import * as contracts from './contract.ts';

const { answers, deliveries, deliveryLists, webhooks } = PARTITIONS;

const { deliveriesOfEvents, deliveriesOfRequests, deliveriesOfResources, deliveriesOfTenants } = LISTS;
const INDEXED = {
  'Query of gsi2': [...deliveriesOfEvents, ...deliveriesOfRequests],
  'Query of gsi3': [...deliveriesOfResources, ...deliveriesOfTenants],
} as const;

/** The operations of the delivery log. Redelivering puts an event on the bus again. */
export const deliveryOperations = operationsOf(contracts, {
  listDeliveries: {
    handler: 'deliveries/list',
    callers: everyToken(200),
    rights: { BatchGetItem: deliveries, Query: deliveryLists, ...INDEXED },
  },
  getDelivery: { handler: 'deliveries/get', callers: owner(200), rights: { GetItem: deliveries } },
  redeliver: {
    handler: 'deliveries/redeliver',
    callers: owner(202),
    rights: {
      GetItem: [...deliveries, ...webhooks],
      UpdateItem: deliveries,
      // That the answer can be kept, and the endpoint takes it, is checked before the event is
      // sent.
      ConditionCheckItem: [...webhooks, ...answers],
    },
    settings: ['EVENT_BUS_NAME', 'OPERATOR_ENDPOINTS'],
  },
});
