import type { EventName } from '../events/event-names.ts';
import { organizationEvents } from '../organizations/events.ts';
import { contactEvents } from '../partners/contacts/events.ts';
import { partnerEvents } from '../partners/events.ts';
import { resellerEvents } from '../resellers/events.ts';
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
