import { inIndex, type Partition } from './event-keys.ts';
import type { Key, Range } from './keys.ts';
import { keyFrom, LISTS, PARTITIONS, SORT_KEYS } from './partitions.ts';

const {
  deliveries: [DELIVERY],
  deliveryLists: [DELIVERIES, DELIVERIES_OF, DELIVERIES_TO],
  pendingWebhooks: [PENDING],
  webhookLists: [WEBHOOKS, WEBHOOKS_OF],
  webhookQuotas: [QUOTA],
  webhookRules: [RULES],
  webhooks: [WEBHOOK],
} = PARTITIONS;

export const webhookKey = (id: string): Key => ({ pk: keyFrom(WEBHOOK, id), sk: SORT_KEYS.webhook });

export const webhookTokenKey = (id: string): Key => ({ pk: keyFrom(WEBHOOK, id), sk: SORT_KEYS.webhookToken });

/** The connections and destinations of an endpoint that moved. */
export const webhookPairsKey = (id: string): Key => ({ pk: keyFrom(WEBHOOK, id), sk: SORT_KEYS.webhookPairs });

/**
 * The endpoints of one tenant (`/resellers/<id>`, `/partners/<id>`), or with `/` all of them, in
 * creation order.
 */
export const webhooksOf = (owner: string): Range => ({ pk: owner === '/' ? WEBHOOKS : keyFrom(WEBHOOKS_OF, owner), prefix: '' });

export const webhookPlaceKey = (owner: string, id: string): Key => ({ pk: webhooksOf(owner).pk, sk: id });

/** The endpoints that the control plane has still to follow. */
export const pendingWebhooks: Range = { pk: PENDING, prefix: '' };

export const pendingWebhookKey = (id: string): Key => ({ pk: pendingWebhooks.pk, sk: id });

/**
 * The progress of the renewal of endpoints' rules since events have a lineage; read and written by
 * the reconciler's sweep.
 */
export const ruleRenewalKey: Key = { pk: RULES, sk: SORT_KEYS.ruleRenewal };

/** The number of endpoints of one tenant, or with `/` of all. */
export const webhookQuotaKey = (owner: string): Key => ({ pk: QUOTA, sk: owner });

export const webhookEventKey = (id: string, eventId: string): Key => ({ pk: keyFrom(WEBHOOK, id), sk: keyFrom(SORT_KEYS.event, eventId) });

export const deliveryKey = (id: string): Key => ({ pk: keyFrom(DELIVERY, id), sk: SORT_KEYS.delivery });

/** The key of a delivery by the partition that it shares with its detail. */
export const deliveryKeyOf = (pk: string): Key => ({ pk, sk: SORT_KEYS.delivery });

export const deliveryDetailKey = (id: string): Key => ({ pk: keyFrom(DELIVERY, id), sk: SORT_KEYS.deliveryDetail });

/** The deliveries to the endpoints of one tenant, or with `/` all of them, in the order of time. */
export const deliveriesOf = (owner: string): Range => ({ pk: owner === '/' ? DELIVERIES : keyFrom(DELIVERIES_OF, owner), prefix: '' });

/** The deliveries to one endpoint, in the order of time. */
export const deliveriesTo = (endpoint: string): Range => ({ pk: keyFrom(DELIVERIES_TO, endpoint), prefix: '' });

export const deliveryPlaceKey = ({ pk }: Range, id: string): Key => ({ pk, sk: id });

/** The deliveries of one event, in the order of time. */
export const deliveriesOfEvent = (eventId: string): Partition => inIndex('gsi2', keyFrom(LISTS.deliveriesOfEvents[0], eventId));

/** The deliveries of the events that one request caused, in the order of time. */
export const deliveriesOfRequest = (requestId: string): Partition => inIndex('gsi2', keyFrom(LISTS.deliveriesOfRequests[0], requestId));

/** The deliveries of events about one resource, in the order of time. */
export const deliveriesOfResource = (resource: string, id: string): Partition =>
  inIndex('gsi3', keyFrom(LISTS.deliveriesOfResources[0], resource, id));

/** The deliveries of the events of exactly one tenant, in the order of time. */
export const deliveriesOfTenant = (tenant: string): Partition => inIndex('gsi3', keyFrom(LISTS.deliveriesOfTenants[0], tenant));
