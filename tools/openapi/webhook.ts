import { DELIVERED_NAMES, type DeliveredName } from '../../functions/events/event-names.ts';
import { DELIVERED } from '../../functions/webhooks/event-catalogue.ts';
import { referTo } from '../documents/schemas.ts';
import { payloadOf } from '../events/payload.ts';

const RESPONSES = {
  '2XX': { description: 'Accepted.' },
  '4XX': { description: '401, 407, 409 and 429 are retried for 24 hours; any other is a dead letter at once.' },
  '5XX': { description: 'Retried for 24 hours.' },
};

/** Describes what a webhook endpoint is sent for an event, and what its answers mean. */
export const describeWebhook = (name: DeliveredName) => ({
  operationId: `on-${name.replaceAll('.', '-')}`,
  tags: ['Events'],
  summary: DELIVERED[name].summary,
  security: [],
  parameters: [
    {
      name: 'Webhook-Id',
      in: 'header',
      required: true,
      description: 'The id of the event. Delivery is at least once: use it to detect duplicates. That of a test begins with `test-`.',
      schema: { type: 'string', pattern: '^(test-)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' },
    },
    { name: 'Webhook-Event', in: 'header', required: true, description: 'The name of the event.', schema: { type: 'string', const: name } },
    {
      name: 'Webhook-Signature',
      in: 'header',
      required: true,
      description:
        'Signatures by the keys of `/.well-known/webhook-keys.json`, separated by spaces: `t1,<kid>.<base64>`, an Ed25519 signature of `t1`, the `Webhook-Id`, the `Webhook-Tenant` and the canonical form (RFC 8785) of the body, joined by dots. One valid signature is enough. It is not that of Standard Webhooks.',
      schema: { type: 'string', maxLength: 512, pattern: SIGNATURE },
    },
    {
      name: 'Webhook-Tenant',
      in: 'header',
      required: true,
      description: 'The tenant of the event; signed with the body.',
      schema: { type: 'string', pattern: '^[A-Za-z0-9_/ -]{1,512}$' },
    },
  ],
  requestBody: { required: true, content: { 'application/json': { schema: referTo(payloadOf(name)) } } },
  responses: RESPONSES,
});

const ONE_SIGNATURE = 't1,[A-Za-z0-9_-]{16}[.][A-Za-z0-9+/]{86}==';
const SIGNATURE = `^${ONE_SIGNATURE}( ${ONE_SIGNATURE})*$`;

/** The body of any webhook: the schema that a receiver of several events reads it by. */
export const webhookEventSchema = {
  title: 'WebhookEvent',
  type: 'object',
  oneOf: DELIVERED_NAMES.map(payloadOf),
  discriminator: {
    propertyName: 'event',
    mapping: Object.fromEntries(DELIVERED_NAMES.map((name) => [name, `#/components/schemas/${payloadOf(name).title}`])),
  },
};

/**
 * Describes what a new endpoint is sent: some generators drop schemas that no path refers to.
 */
export const CALLBACKS = {
  event: {
    '{$request.body#/url}': {
      post: {
        summary: 'An event that the endpoint subscribes to; `webhooks` has each.',
        security: [],
        requestBody: { required: true, content: { 'application/json': { schema: referTo(webhookEventSchema) } } },
        responses: RESPONSES,
      },
    },
  },
};
