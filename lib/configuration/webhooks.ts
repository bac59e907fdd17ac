import { SUBSCRIPTIONS } from '../../functions/shared/contract/event-names.ts';
import { text } from './values.ts';

const secret = {
  ...text,
  pattern: '^[A-Za-z0-9/_+=.@-]+$',
  description: 'The name of a Secrets Manager secret, never its value, in which EventBridge takes no colon and no control character.',
} as const;

// What EventBridge takes as part of a sign-in (`AuthHeaderParameters` of its service model), without tabs.
const HEADER_VALUE = '^[^\\x00-\\x1F:\\x7F]+$';

const auth = {
  type: 'object',
  required: ['type'],
  discriminator: { propertyName: 'type' },
  oneOf: [
    {
      additionalProperties: false,
      required: ['type', 'header', 'secret'],
      properties: { type: { const: 'api-key' }, header: { ...text, pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$" }, secret },
    },
    {
      additionalProperties: false,
      required: ['type', 'userName', 'secret'],
      properties: { type: { const: 'basic' }, userName: { ...text, pattern: HEADER_VALUE }, secret },
    },
    {
      additionalProperties: false,
      required: ['type', 'clientId', 'secret', 'tokenUrl'],
      properties: {
        type: { const: 'oauth' },
        clientId: { ...text, pattern: HEADER_VALUE },
        secret,
        tokenUrl: { type: 'string', format: 'token-url', maxLength: 2048 },
        scope: text,
        method: { enum: ['POST', 'GET', 'PUT'], description: 'The method of the token request; POST when absent.' },
      },
    },
  ],
} as const;

const webhook = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'url', 'events', 'auth'],
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 48, pattern: '^[A-Za-z0-9-]+$', description: 'Unique among the webhooks of a stage.' },
    url: {
      type: 'string',
      format: 'endpoint-url',
      maxLength: 2048,
      description:
        'https; plain http only on loopback in the stage `local`. One that moves to another receiver gets another `name` as well: URL and secret are changed one after the other.',
    },
    events: { type: 'array', minItems: 1, maxItems: 50, uniqueItems: true, items: { type: 'string', enum: SUBSCRIPTIONS } },
    auth,
    ratePerSecond: { type: 'integer', minimum: 1, maximum: 300, description: "EventBridge's own default of 300 when absent." },
  },
} as const;

// As many as fit the environment of the function that redelivers to them.
const webhooks = {
  type: 'array',
  maxItems: 50,
  default: [],
  items: webhook,
  description: 'The endpoints of the operator; tenants make theirs over the API.',
  examples: [
    [
      {
        name: 'crm',
        url: 'https://crm.acme.test/hooks',
        events: ['partner.*'],
        auth: { type: 'api-key', header: 'X-Api-Key', secret: 'tenantry/crm' },
      },
    ],
  ],
} as const;

/** The endpoints of the operator, and what the endpoints that tenants make for themselves may take. */
export const webhookKeys = {
  webhooks,
  webhookQuota: {
    type: 'integer',
    minimum: 1,
    maximum: 3000,
    default: 250,
    description:
      'The most self-service webhook endpoints; with those of `webhooks` and five rules of its own within the quota of rules a bus, which is 300, and 100 in ' +
      '`af-south-1` and `eu-south-1`, unless AWS raised it. When absent it is as much of that as is left, and no more than the default.',
    examples: [100],
  },
  webhookQuotaPerTenant: {
    type: 'integer',
    minimum: 1,
    maximum: 3000,
    default: 20,
    description: 'How many of them one reseller or partner may have.',
    examples: [5],
  },
  webhookSuspendAfter: {
    type: 'integer',
    minimum: 0,
    maximum: 10_000,
    default: 10,
    description:
      'After how many webhooks that were given up a self-service endpoint is suspended; 0 suspends none by number. One that answers 410 always is.',
    examples: [50],
  },
  webhookHealthyAfterMinutes: {
    type: 'integer',
    minimum: 1,
    maximum: 43_200,
    default: 60,
    description: 'After how many minutes without one that was given up an endpoint counts as healthy again, and its count starts anew.',
    examples: [15],
  },
  webhookSettleSeconds: {
    type: 'integer',
    minimum: 0,
    maximum: 600,
    default: 60,
    description:
      'How many seconds an endpoint stays `pending` after its rule and target were put, which take effect some time later; AWS names no number. ' +
      'Over 5 seconds the sweep that follows, within a minute, ends it. The stage `local` has 1.',
    examples: [120],
  },
} as const;
