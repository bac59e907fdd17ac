import { SUBSCRIPTIONS } from '../events/event-names.ts';
import { answerNameSchema, nameSchema } from '../shared/contract/name-schema.ts';
import { dateTime, stamps, TOKEN_PATTERN, textId } from '../shared/contract/schemas.ts';
import { MAX_URL_CHARACTERS } from './url.ts';

/** The health of an endpoint; see docs/events.md. */
const STATUSES = ['pending', 'healthy', 'failing', 'failed', 'suspended', 'disabled'] as const;

/** The fields of an endpoint in requests. */
export const fields = {
  name: nameSchema(256),
  url: {
    type: 'string',
    minLength: 1,
    maxLength: MAX_URL_CHARACTERS,
    description:
      'Where webhooks are sent: https, a public host by its name, no credentials, no fragment. It is stored as the URL standard serialises it, the host in punycode, with everything percent-encoded that EventBridge does not accept. That form too has at most 2048 characters.',
  },
  enabled: {
    type: 'boolean',
    description:
      'Whether events are sent to it; true when absent. When false, nothing new is sent after some seconds; webhooks that are being retried may still arrive until they are dead-lettered after 24 hours.',
  },
  events: {
    type: 'array',
    minItems: 1,
    maxItems: 50,
    uniqueItems: true,
    items: { type: 'string', enum: SUBSCRIPTIONS },
    description: 'The names of events, or their beginnings with `.*`.',
  },
} as const;

/** The secret that each webhook to an endpoint has in a header; no answer contains it. */
export const token = {
  type: 'string',
  minLength: 16,
  maxLength: 256,
  pattern: TOKEN_PATTERN,
  description:
    'Sent as `Webhook-Token`: visible ASCII without a colon, which EventBridge does not accept. It is never returned, except for its last four characters.',
} as const;

/** An endpoint as answers and events show it. */
export const webhookSchema = {
  title: 'WebhookEndpoint',
  type: 'object',
  additionalProperties: false,
  required: ['id', 'name', 'url', 'enabled', 'events', 'tokenLast4', 'status', 'version', 'createdAt', 'updatedAt'],
  properties: {
    id: textId,
    ...fields,
    name: answerNameSchema(fields.name),
    resellerId: { ...textId, description: 'The only reseller whose events it receives.' },
    partnerId: {
      type: 'integer',
      description: 'The partner that owns the endpoint, which receives the events of all partners below as well.',
    },
    tokenLast4: { type: 'string', description: 'The last four characters of its token.' },
    status: { enum: STATUSES, description: 'The health of the endpoint.' },
    statusReason: { type: 'string', description: 'The reason for the status, if there is one to report.' },
    lastFailureAt: { ...dateTime, description: 'When a webhook to it was last dead-lettered.' },
    ...stamps,
  },
} as const;

/** The path parameters of one endpoint. */
export const oneWebhook = { type: 'object', additionalProperties: false, required: ['id'], properties: { id: textId } } as const;

/** The example in the documents. */
export const example = {
  name: 'CRM',
  url: 'https://crm.example.com/hooks/tenantry',
  enabled: true,
  events: ['reseller.organization.*'],
} as const;

export const answer = {
  id: '019f2b6c-a2b1-7e55-8d10-7b1f0c2d4e66',
  ...example,
  tokenLast4: 'x9Qz',
  status: 'healthy',
  version: 1,
  createdAt: '2026-11-22T14:15:22.000Z',
  updatedAt: '2026-11-22T14:15:22.000Z',
} as const;
