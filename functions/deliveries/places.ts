import type { Partition } from '../shared/table/event-keys.ts';
import { deliveriesOfEvent, deliveriesOfRequest, deliveriesOfResource, deliveriesOfTenant } from '../shared/table/webhook-keys.ts';
import type { Owner } from '../webhooks/webhook.ts';
import type { Delivery } from './delivery.ts';

/** The parts of a filter that an index answers. */
export interface Subject {
  /** The owner of the endpoints. */
  readonly owner: Owner;
  readonly eventId?: string;
  readonly requestId?: string;
  readonly resource?: string;
  readonly resourceId?: string;
  readonly tenant?: string;
}

type Places = Pick<Delivery, 'eventId' | 'requestId' | 'resource' | 'resourceId' | 'tenant' | 'place'>;

/** Returns the index attributes by which a delivery is found: by its event, and by the resource. */
export const placesOfDelivery = ({ eventId, resource, resourceId, place }: Places) => ({
  gsi2pk: deliveriesOfEvent(eventId).pk,
  gsi2sk: place,
  ...(resource !== undefined && resourceId !== undefined && { gsi3pk: deliveriesOfResource(resource, resourceId).pk, gsi3sk: place }),
});

/**
 * Returns those of its detail, which shares its partition: by the request, and by the tenant. An
 * item is once in an index, and a pointer would cost twice as much.
 */
export const placesOfDetail = ({ requestId, tenant, place }: Places) => ({
  ...(requestId !== undefined && { gsi2pk: deliveriesOfRequest(requestId).pk, gsi2sk: place }),
  gsi3pk: deliveriesOfTenant(tenant).pk,
  gsi3sk: place,
});

/**
 * Returns the part of an index that answers a filter, the most selective; none for other filters.
 * The deliveries of a tenant's events are many, and few of them are to the endpoints of one owner,
 * whose own list is read instead.
 */
export const partitionFor = ({ owner, eventId, requestId, resource, resourceId, tenant }: Subject): Partition | undefined => {
  if (eventId !== undefined) return deliveriesOfEvent(eventId);
  if (requestId !== undefined) return deliveriesOfRequest(requestId);
  if (resource !== undefined && resourceId !== undefined) return deliveriesOfResource(resource, resourceId);
  return tenant === undefined || owner !== '/' ? undefined : deliveriesOfTenant(tenant);
};
