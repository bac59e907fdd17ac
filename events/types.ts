import type { EventData, EventMetadata } from './generated/types.ts';

/** The name of an event. */
export type EventName = keyof EventData;

type PrefixOf<Name extends string> = Name extends `${infer Word}.${infer Rest}` ? `${Word}.*` | `${Word}.${PrefixOf<Rest>}` : never;

/** A subscription: the name of an event, or its beginning with `.*`. */
export type EventPattern = EventName | PrefixOf<EventName>;

/** The names that patterns match: of `reseller.limit.*` those of both events of limits. */
export type NameOf<Pattern extends EventPattern> = Pattern extends `${infer Prefix}.*`
  ? Extract<EventName, `${Prefix}.${string}`>
  : Pattern;

interface Body<Name extends EventName> {
  event: Name;
  data: EventData[Name];
  /** RFC 3339 UTC with milliseconds. */
  triggeredAt: string;
}

interface BusEvent<Name extends EventName> {
  /** The id that EventBridge gave: a duplicate has another. Use `detail.metadata.eventId`. */
  id: string;
  /** Of a snapshot, `tenantry.snapshot.<subscription>`. */
  source: Name extends `${string}.snapshot` ? `tenantry.snapshot.${string}` : 'tenantry';
  'detail-type': Name;
  time: string;
  /** The tenant and the installation. */
  resources: string[];
  version?: string;
  account?: string;
  region?: string;
  detail: { metadata: EventMetadata; payload: WebhookOf<Name> };
}

/** The body of the webhooks that patterns match, to be narrowed by `event`. */
export type WebhookOf<Pattern extends EventPattern> = { [Name in EventName]: Body<Name> }[NameOf<Pattern>];

/**
 * The events on the bus that patterns match, as EventBridge gives them to a target; to be narrowed
 * by `detail-type`.
 */
export type EventOf<Pattern extends EventPattern> = { [Name in EventName]: BusEvent<Name> }[NameOf<Pattern>];

/** The body of a webhook. */
export type WebhookBody = WebhookOf<EventName>;

/** An event on the bus. */
export type TenantryEvent = EventOf<EventName>;

/** The `detail` of an event on the bus. */
export type EventDetail = TenantryEvent['detail'];
