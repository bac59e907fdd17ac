import { oncePerEvent } from 'tenantry/consumer';
import type { EventOf } from 'tenantry/events';

/** Adds a customer for a new organization. */
export const handler = oncePerEvent(async ({ detail }: EventOf<'reseller.organization.created'>) => {
  const { id, name, externalId } = detail.payload.data;
  // Lambda tries again, and then the event is a dead letter of the subscription.
  if (externalId === undefined) throw new Error(`The organization ${id} has no number of the CRM`);
  // A CRM would be called here. A call that is repeated after a crash must do no harm.
  console.log(JSON.stringify({ customer: externalId, id, name }));
});
