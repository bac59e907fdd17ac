import { DELIVERED_NAMES, type DeliveredName } from '../../functions/events/event-names.ts';
import { DELIVERED } from '../../functions/webhooks/event-catalogue.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { componentsOf, referTo } from '../documents/schemas.ts';
import { envelopeOf, payloadOf } from './payload.ts';

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
      description:
        "EventBridge: `source` is `tenantry`, of snapshots `tenantry.snapshot.<subscription>`; `detail-type` is the event's name.",
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
  components: {
    messages: Object.fromEntries(DELIVERED_NAMES.flatMap(messagesOf)),
    schemas: componentsOf([WEBHOOK_HEADERS, ...DELIVERED_NAMES.map(envelopeOf)]),
  },
});

type Channel = 'bus' | 'webhook';

const nameIn = (channel: Channel, name: DeliveredName): string => `${channel}-${name.replaceAll('.', '-')}`;

const messages = (channel: Channel) =>
  Object.fromEntries(DELIVERED_NAMES.map((name) => [nameIn(channel, name), { $ref: `#/components/messages/${nameIn(channel, name)}` }]));

const messagesOf = (name: DeliveredName) => {
  const { summary } = DELIVERED[name];
  return [
    [nameIn('bus', name), { name, title: name, summary, payload: referTo(envelopeOf(name)) }],
    [nameIn('webhook', name), { name, title: name, summary, headers: referTo(WEBHOOK_HEADERS), payload: referTo(payloadOf(name)) }],
  ] as const;
};

const WEBHOOK_HEADERS = {
  title: 'WebhookHeaders',
  type: 'object',
  required: ['Webhook-Id', 'Webhook-Event'],
  properties: {
    'Webhook-Id': { type: 'string', description: 'The id of the event: the same on every attempt.' },
    'Webhook-Event': { type: 'string', description: 'The name of the event.' },
    'Webhook-Tenant': { type: 'string', description: 'The tenant of the event, as in `metadata.tenant`; signed with the body.' },
    'Webhook-Signature': { type: 'string', description: 'Signatures of id, tenant and canonical body; see docs/events.md.' },
  },
};
