/** EventBridge `source` of every change. */
export const SOURCE = 'tenantry';

/** EventBridge `source` of an event that is meant for one endpoint; archives and other consumers of `tenantry` do not see it. */
export const DIRECTED_SOURCE = 'tenantry.directed';

/** EventBridge `source` of what the canary does; neither endpoints nor archives see it. */
export const CANARY_SOURCE = 'tenantry.canary';

/** How an event is called that only one endpoint's rule takes. */
export const directedName = (endpoint: string): string => `to:${endpoint}`;

/** The names of all events the product publishes. */
export const EVENT_NAMES = [
  'partner.created',
  'partner.updated',
  'partner.moved',
  'partner.deactivated',
  'partner.reactivated',
  'partner.contact.created',
  'partner.contact.updated',
  'reseller.created',
  'reseller.updated',
  'reseller.deleted',
  'reseller.limit.approaching',
  'reseller.limit.reached',
  'reseller.organization.created',
  'reseller.organization.updated',
  'reseller.organization.deleted',
  'reseller.organization.restored',
  'webhook.suspended',
] as const;

export type EventName = (typeof EVENT_NAMES)[number];

/** Every prefix of an event name with its `.*`: `reseller.organization.created` gives `reseller.*` and `reseller.organization.*`. */
const prefixesOf = (event: string): readonly string[] => {
  const words = event.split('.');
  return words.slice(1).map((_, index) => `${words.slice(0, index + 1).join('.')}.*`);
};

/** What a webhook can subscribe to: each event, and each of their prefixes with `.*`. */
export const SUBSCRIPTIONS: readonly string[] = [...EVENT_NAMES, ...new Set(EVENT_NAMES.flatMap(prefixesOf))];
