import { organizationEvents, organizationSnapshots } from '../organizations/events.ts';
import { contactEvents, contactSnapshots } from '../partners/contacts/events.ts';
import { partnerEvents, partnerSnapshots } from '../partners/events.ts';
import { resellerEvents, resellerSnapshots } from '../resellers/events.ts';

/**
 * The events of webhook endpoints. Their schema contains the names of all events, so it cannot
 * declare them.
 */
const WEBHOOK_EVENT_NAMES = ['webhook.suspended'] as const;

const namesOf = <Name extends string>(declarations: Readonly<Record<Name, object>>) => Object.keys(declarations) as Name[];

/** The names of all events the product publishes, in the order in which the documents show them. */
export const EVENT_NAMES: readonly EventName[] = [
  ...namesOf(partnerEvents),
  ...namesOf(contactEvents),
  ...namesOf(resellerEvents),
  ...namesOf(organizationEvents),
  ...WEBHOOK_EVENT_NAMES,
];

/**
 * The names of what a backfill sends, parents before children. Nothing subscribes to them: they
 * reach the one that a backfill is for.
 */
export const SNAPSHOT_NAMES: readonly SnapshotName[] = [
  ...namesOf(partnerSnapshots),
  ...namesOf(contactSnapshots),
  ...namesOf(resellerSnapshots),
  ...namesOf(organizationSnapshots),
];

export type SnapshotName =
  | keyof typeof partnerSnapshots
  | keyof typeof contactSnapshots
  | keyof typeof resellerSnapshots
  | keyof typeof organizationSnapshots;

/** The names of everything that a consumer may get. */
export const DELIVERED_NAMES: readonly DeliveredName[] = [...EVENT_NAMES, ...SNAPSHOT_NAMES];

export type DeliveredName = EventName | SnapshotName;

export type WebhookEventName = (typeof WEBHOOK_EVENT_NAMES)[number];

export type EventName =
  | keyof typeof partnerEvents
  | keyof typeof contactEvents
  | keyof typeof resellerEvents
  | keyof typeof organizationEvents
  | WebhookEventName;

/**
 * Every prefix of an event name with its `.*`: `reseller.organization.created` gives `reseller.*`
 * and `reseller.organization.*`.
 */
const prefixesOf = (event: string): readonly string[] => {
  const words = event.split('.');
  return words.slice(1).map((_, index) => `${words.slice(0, index + 1).join('.')}.*`);
};

/** The subscriptions that a webhook may have: each event, and each of their prefixes with `.*`. */
export const SUBSCRIPTIONS: readonly string[] = [...EVENT_NAMES, ...new Set(EVENT_NAMES.flatMap(prefixesOf))];

/** Returns whether a subscription, a name or the beginning of names with `.*`, has an event. */
export const matchesSubscription = (event: string, subscription: string): boolean =>
  subscription.endsWith('.*') ? event.startsWith(subscription.slice(0, -1)) : event === subscription;
