import { InvalidEventError, UnknownEventError } from './errors.ts';
import { findFault, type Schema } from './find-fault.ts';
import { DATA_SCHEMAS, SCHEMAS } from './generated/schemas.ts';
import type { EventName, TenantryEvent, WebhookBody } from './types.ts';

/** The names of all events. */
export const EVENT_NAMES = Object.keys(DATA_SCHEMAS) as readonly EventName[];

/**
 * Returns an event from the bus with its type: the same object, members that are not known
 * included.
 * @throws {UnknownEventError} for the name of another event
 * @throws {InvalidEventError} for what is no event of Tenantry; its `pointer` tells the member
 */
export const parseEvent = (value: unknown): TenantryEvent => {
  check(value, NAMED_EVENT);
  const event = value as TenantryEvent;
  const { source, 'detail-type': name } = event;
  // An unknown event is one of Tenantry: of another source it is none.
  if (!isKnown(name) && !source.startsWith(SNAPSHOTS)) check(value, OF_CHANGES);
  check(value, eventSchema(knownName(name)));
  return event;
};

/**
 * Returns the body of a webhook with its type: the same object, members that are not known
 * included. The body is the parsed JSON, or what `verifyWebhook` returned.
 * @throws {UnknownEventError} for the name of another event
 * @throws {InvalidEventError} for what is no webhook of Tenantry; its `pointer` tells the member
 */
export const parseWebhook = (value: unknown): WebhookBody => {
  check(value, NAMED_WEBHOOK);
  const body = value as WebhookBody;
  check(value, webhookSchema(knownName(body.event)));
  return body;
};

const text: Schema = { type: 'string' };
const time: Schema = { type: 'string', format: 'date-time' };

const constant = (value: string): Schema => ({ type: 'string', const: value });

const object = (properties: Readonly<Record<string, Schema>>): Schema => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
});

/** The beginning of the source of snapshots, before the subscription that they are for. */
const SNAPSHOTS = 'tenantry.snapshot.';
const OF_CHANGES = object({ source: constant('tenantry') });
const NAMED_EVENT = object({ source: text, 'detail-type': text });
const NAMED_WEBHOOK = object({ event: text });

const webhookSchema = (name: EventName): Schema => object({ event: constant(name), data: { ref: DATA_SCHEMAS[name] }, triggeredAt: time });

const eventSchema = (name: EventName): Schema =>
  object({
    id: text,
    source: name.endsWith('.snapshot') ? text : constant('tenantry'),
    'detail-type': constant(name),
    time,
    resources: { type: 'array', items: text },
    detail: object({ metadata: { ref: 'EventMetadata' }, payload: webhookSchema(name) }),
  });

const isKnown = (name: string): boolean => Object.hasOwn(DATA_SCHEMAS, name);

const knownName = (name: string): EventName => {
  if (!isKnown(name)) throw new UnknownEventError(name);
  return name as EventName;
};

const check = (value: unknown, schema: Schema): void => {
  const fault = findFault(value, schema, SCHEMAS);
  if (fault) throw new InvalidEventError(fault);
};
