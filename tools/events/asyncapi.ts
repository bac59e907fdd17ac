import { EVENT_NAMES, type EventName } from '../../functions/events/event-names.ts';
import { dateTime } from '../../functions/shared/contract/schemas.ts';
import { EVENTS } from '../../functions/webhooks/event-catalogue.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { linkSchema, listTitled, referTo } from '../openapi/schemas.ts';
import { METADATA_SCHEMA } from './metadata.ts';

/**
 * Creates `docs/asyncapi.json`: what consumers of the bus and webhook receivers get (AsyncAPI 3.0).
 */
export const asyncApiDocument = () => ({
  asyncapi: '3.0.0',
  info: {
    title: 'Tenantry events',
    version: packageJson.version,
    description:
      'Every change of a tenant, on an EventBridge bus and as webhooks. Delivery is at least once: use the event id to detect duplicates.',
    license: { name: 'MIT', url: 'https://spdx.org/licenses/MIT.html' },
  },
  defaultContentType: 'application/json',
  channels: {
    bus: {
      address: '{name}-{stage}',
      title: 'The event bus',
      description: "EventBridge: `source` is `tenantry`, `detail-type` the event's name.",
      parameters: {
        name: { description: 'The name of the installation.', default: 'tenantry' },
        stage: { description: 'Its stage.' },
      },
      messages: messages('bus'),
    },
    webhook: {
      address: '{url}',
      title: 'A webhook endpoint',
      description: 'POST.',
      parameters: { url: { description: 'The URL of the endpoint.' } },
      messages: messages('webhook'),
    },
  },
  operations: {
    publish: { action: 'send', channel: { $ref: '#/channels/bus' }, summary: 'A change is put on the bus.' },
    deliver: { action: 'send', channel: { $ref: '#/channels/webhook' }, summary: 'A change is sent to a webhook endpoint.' },
  },
  components: { messages: Object.fromEntries(EVENT_NAMES.flatMap(messagesOf)), schemas: schemas() },
});

type Channel = 'bus' | 'webhook';

const nameIn = (channel: Channel, name: EventName): string => `${channel}-${name.replaceAll('.', '-')}`;

const messages = (channel: Channel) =>
  Object.fromEntries(EVENT_NAMES.map((name) => [nameIn(channel, name), { $ref: `#/components/messages/${nameIn(channel, name)}` }]));

const messagesOf = (name: EventName) => {
  const { summary } = EVENTS[name];
  return [
    [nameIn('bus', name), { name, title: name, summary, payload: envelope(name) }],
    [nameIn('webhook', name), { name, title: name, summary, headers: WEBHOOK_HEADERS, payload: payload(name) }],
  ] as const;
};

/** Returns the schema of the body of a webhook. */
export const payload = (name: EventName) => ({
  type: 'object',
  additionalProperties: false,
  required: ['event', 'data', 'triggeredAt'],
  properties: { event: { const: name }, data: referTo(EVENTS[name].data), triggeredAt: dateTime },
});

// EventBridge user guide, "Event structure".
const envelope = (name: EventName) => ({
  type: 'object',
  required: ['source', 'detail-type', 'detail'],
  properties: {
    source: { const: 'tenantry' },
    'detail-type': { const: name },
    resources: { type: 'array', items: { type: 'string' }, description: 'The tenant and the installation.' },
    time: dateTime,
    detail: {
      type: 'object',
      required: ['metadata', 'payload'],
      properties: { metadata: { $ref: '#/components/schemas/EventMetadata' }, payload: payload(name) },
    },
  },
});

const WEBHOOK_HEADERS = {
  type: 'object',
  required: ['Webhook-Id', 'Webhook-Event'],
  properties: {
    'Webhook-Id': { type: 'string', description: 'The id of the event: the same on every attempt.' },
    'Webhook-Event': { type: 'string', description: 'The name of the event.' },
    'Webhook-Tenant': { type: 'string', description: 'The tenant of the event, as in `metadata.tenant`; signed with the body.' },
    'Webhook-Signature': { type: 'string', description: 'Signatures of id, tenant and canonical body; see docs/events.md.' },
  },
};

const schemas = () => {
  const named = new Map(Object.values(EVENTS).flatMap(({ data }) => listTitled(data)));
  return { EventMetadata: METADATA_SCHEMA, ...Object.fromEntries([...named].map(([title, schema]) => [title, linkSchema(schema)])) };
};
