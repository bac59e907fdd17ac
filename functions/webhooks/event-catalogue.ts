import type { DeliveredName, EventName } from '../events/event-names.ts';
import { organizationEvents, organizationSnapshots } from '../organizations/events.ts';
import { contactEvents, contactSnapshots } from '../partners/contacts/events.ts';
import { partnerEvents, partnerSnapshots } from '../partners/events.ts';
import { resellerEvents, resellerSnapshots } from '../resellers/events.ts';
import type { EventDeclaration } from '../shared/contract/event.ts';
import { webhookEvents } from './events.ts';

/** Every event the product publishes, as its slice declares it. */
export const EVENTS: Readonly<Record<EventName, EventDeclaration>> = {
  ...partnerEvents,
  ...contactEvents,
  ...resellerEvents,
  ...organizationEvents,
  ...webhookEvents,
};

/** Everything that a consumer may get: the events, and the snapshots of a backfill. */
export const DELIVERED: Readonly<Record<DeliveredName, EventDeclaration>> = {
  ...EVENTS,
  ...partnerSnapshots,
  ...contactSnapshots,
  ...resellerSnapshots,
  ...organizationSnapshots,
};
