import { timeOf } from '../contract/time.ts';
import type { Counted } from '../observability/metrics.ts';
import { eventPlaces } from './event-keys.ts';
import type { Key } from './keys.ts';
import { put, type Write } from './transaction.ts';

/** The version of the event's shape; it rises when a consumer would have to change. */
export const SCHEMA_VERSION = 1;

/** The request that an event comes from. */
export interface Origin {
  readonly actor: string;
  readonly requestId: string;
  readonly sourceIp: string;
  readonly idempotencyKey?: string;
  /** W3C Trace Context. */
  readonly traceparent?: string;
}

/** A change of an entity, as its slice describes it. */
export interface Change<Name extends string> {
  readonly name: Name;
  readonly data: object;
  /** RFC 3339 UTC with milliseconds. */
  readonly at: string;
  readonly version: number;
  /** `null` when the entity did not exist before. */
  readonly previousVersion: number | null;
  /** JSON pointers (RFC 6901) of what changed, and the earlier values. */
  readonly changed: readonly string[];
  readonly previous: Readonly<Record<string, unknown>>;
  /** `/partners/1/9` or `/resellers/<id>`. */
  readonly tenant: string;
  readonly key: (eventId: string) => Key;
}

/** The present state of an entity, as its slice describes it. */
export interface Snapshot<Name extends string> extends Pick<Change<Name>, 'name' | 'data' | 'version' | 'tenant'> {
  /** When it became so: RFC 3339 UTC with milliseconds. */
  readonly at: string;
  /** The id of the entity, unique among those of its kind. */
  readonly entity: string;
}

/** The `detail` of an event on the bus: `payload` is the body of the webhook. */
export interface EventDetail {
  readonly metadata: Omit<Change<string>, 'name' | 'data' | 'at' | 'key'> &
    Omit<Origin, 'sourceIp'> & {
      readonly eventId: string;
      readonly schemaVersion: number;
      /**
       * The tenants that the event belongs to; the publisher adds it, and older events have none.
       */
      readonly lineage?: readonly string[];
      /**
       * The value of `Webhook-Signature`; the publisher adds it, so that it has the current keys.
       */
      readonly signature?: string;
    };
  readonly payload: { readonly event: string; readonly data: object; readonly triggeredAt: string };
}

/**
 * Returns the write that records a change as an event; committed with the change, so that neither
 * exists without the other.
 */
export type RecordEvent = (change: Change<string>, origin: Origin) => Write;

/** Creates a recorder of events under new ids, kept for `retentionDays`. */
export const eventRecorder =
  ({ newId, retentionDays }: { readonly newId: () => string; readonly retentionDays: number }): RecordEvent =>
  (change, origin) => {
    const eventId = newId();
    const expiresAt = Math.floor(timeOf(change.at) / 1000) + retentionDays * 86_400;
    const { resource, id } = subjectOf(change);
    const item = {
      ...eventDetail(change, origin, eventId),
      type: 'event',
      sourceIp: origin.sourceIp,
      expiresAt,
      ...eventPlaces(eventId, origin.requestId, resource, id),
    };
    return { ...put(change.key(eventId), item, () => new Error(`the event id ${eventId} was drawn twice`)), counts: countOf(change.name) };
  };

/**
 * Returns the write that records an event for one webhook endpoint alone; it is in no log, and kept
 * for a day.
 */
export const directedEvent = (webhookId: string, change: Change<string>, origin: Origin, eventId: string): Write =>
  unloggedEvent(change, origin, eventId, { directedTo: webhookId });

/** Creates a recorder of events that are in no log, under new ids, kept for a day. */
export const unloggedEventRecorder =
  (newId: () => string): RecordEvent =>
  (change, origin) =>
    unloggedEvent(change, origin, newId());

const unloggedEvent = (change: Change<string>, origin: Origin, eventId: string, more: { readonly directedTo?: string } = {}): Write =>
  put(
    change.key(eventId),
    {
      ...eventDetail(change, origin, eventId),
      type: 'event',
      ...more,
      expiresAt: Math.floor(timeOf(change.at) / 1000) + 86_400,
    },
    () => new Error(`the event id ${eventId} was drawn twice`),
  );

/**
 * Returns the subject of a change: `reseller.organization.created` is of the organization in its
 * data.
 */
export const subjectOf = ({ name, data }: Pick<Change<string>, 'name' | 'data'>) => {
  const { id, resellerId } = data as { readonly id?: unknown; readonly resellerId?: unknown };
  return { resource: resourceOf(name), id: String(id ?? resellerId) };
};

/** Returns the kind of resource of an event. */
export const resourceOf = (name: string): Resource => {
  const [first, second] = name.split('.');
  return (second === 'organization' || second === 'contact' ? second : first) as Resource;
};

/** Returns the action: the name of an event without its resource. */
export const actionOf = (name: string): string =>
  name
    .split('.')
    .slice(1)
    .join('.')
    .replace(/^(?:organization|contact)\./, '');

/** Returns the metric that counts an event. */
export const countOf = (name: string): Counted => {
  if (name === 'reseller.limit.approaching') return ['LimitsApproaching'];
  if (name === 'reseller.limit.reached') return ['LimitsReached'];
  if (name === 'webhook.suspended') return ['Suspensions'];
  const kinds = { created: 'Creates', deleted: 'Deletes' } as const;
  const action = actionOf(name);
  return [action === 'created' || action === 'deleted' ? kinds[action] : 'Changes', resourceOf(name)];
};

/** The kinds of resources of events. */
export const RESOURCES = ['partner', 'contact', 'reseller', 'organization', 'webhook'] as const;

export type Resource = (typeof RESOURCES)[number];

const eventDetail = (
  { name, data, at, key: _, ...facts }: Change<string>,
  { sourceIp: __, ...origin }: Origin,
  eventId: string,
): EventDetail => ({
  metadata: { eventId, schemaVersion: SCHEMA_VERSION, ...facts, ...origin },
  payload: { event: name, data, triggeredAt: at },
});

/** The first version of an entity, which has no past. */
export const firstVersion = { version: 1, previousVersion: null, changed: [], previous: {} } as const;
