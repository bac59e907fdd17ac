import { DELIVERED_NAMES, type DeliveredName } from '../../functions/events/event-names.ts';
import { DELIVERED } from '../../functions/webhooks/event-catalogue.ts';
import { listTitled } from '../documents/schemas.ts';
import { METADATA_SCHEMA } from './metadata.ts';
import { mapProperties, openSchema, type Schema } from './open-schema.ts';
import { envelopeOf, payloadOf } from './payload.ts';

/**
 * Creates `events/generated/schemas.json`: JSON Schemas (draft 2020-12) of every event, on the bus
 * under `#/$defs/bus:<name>`, in a webhook under `#/$defs/webhook:<name>`.
 */
export const eventSchemasDocument = () => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Tenantry events',
  description: 'An event on the bus, or the body of a webhook. A later release may add members, values of enumerations, and events.',
  anyOf: [refTo('TenantryEvent'), refTo('WebhookBody')],
  $defs: {
    TenantryEvent: { oneOf: DELIVERED_NAMES.map((name) => refTo(busKey(name))) },
    WebhookBody: { oneOf: DELIVERED_NAMES.map((name) => refTo(webhookKey(name))) },
    ...Object.fromEntries(DELIVERED_NAMES.map((name) => [busKey(name), onBus(name)])),
    ...Object.fromEntries(DELIVERED_NAMES.map((name) => [webhookKey(name), inWebhook(name)])),
    ...Object.fromEntries(titledSchemas().map(([title, schema]) => [title, linkInner(openSchema(schema), refTo)])),
  },
});

/** Lists the schemas of what events contain, by their titles. */
export const titledSchemas = (): readonly (readonly [title: string, schema: object])[] => [
  ...new Map([...Object.values(DELIVERED).map(({ data }) => data), METADATA_SCHEMA].flatMap(listTitled)),
];

/** Returns a schema with references in place of the titled schemas inside it. */
export const linkInner = (schema: Schema, refer: (title: string) => object): Schema => {
  const link = (inner: unknown): unknown => {
    const { title } = inner as Schema;
    return typeof title === 'string' ? refer(title) : linkInner(inner as Schema, refer);
  };
  return {
    ...schema,
    ...(schema.properties !== undefined && { properties: mapProperties(schema.properties as Schema, link) }),
    ...(schema.items !== undefined && { items: link(schema.items) }),
    ...(schema.additionalProperties !== undefined && { additionalProperties: link(schema.additionalProperties) }),
  };
};

const refTo = (key: string) => ({ $ref: `#/$defs/${key}` });
const busKey = (name: DeliveredName): string => `bus:${name}`;
const webhookKey = (name: DeliveredName): string => `webhook:${name}`;

const onBus = (name: DeliveredName): Schema => {
  const { title: _, ...envelope } = openSchema(envelopeOf(name));
  const { detail, ...others } = envelope.properties as Readonly<Record<string, Schema>>;
  const { title: __, ...inner } = detail as Schema;
  const properties = {
    ...others,
    detail: { ...inner, properties: { metadata: refTo('EventMetadata'), payload: refTo(webhookKey(name)) } },
  };
  return { description: DELIVERED[name].summary, ...envelope, properties };
};

const inWebhook = (name: DeliveredName): Schema => {
  const { title: _, ...payload } = openSchema(payloadOf(name));
  return { description: DELIVERED[name].summary, ...linkInner(payload, refTo) };
};
