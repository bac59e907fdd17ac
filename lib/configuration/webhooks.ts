import { SUBSCRIPTIONS } from '../../functions/events/event-names.ts';
import { text } from './values.ts';

const secret = {
  ...text,
  pattern: '^[A-Za-z0-9/_+=.@-]+$',
  description: 'The name of a Secrets Manager secret, never its value. The value has no colon and no control character.',
} as const;

// The text that EventBridge accepts as part of a sign-in (`AuthHeaderParameters` of its service
// model), without tabs.
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
        method: { enum: ['POST', 'GET', 'PUT'], description: 'The method of the token request. The default is POST.' },
      },
    },
  ],
} as const;

const webhook = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'url', 'events', 'auth'],
  properties: {
    name: {
      type: 'string',
      minLength: 1,
      maxLength: 48,
      pattern: '^[A-Za-z0-9-]+$',
      description: 'Letters, digits and hyphens, at most 48, unique in the stage.',
    },
    url: {
      type: 'string',
      format: 'endpoint-url',
      maxLength: 2048,
      description:
        'Plain http only on loopback in the stage `local`. For another receiver also change the `name`: URL and secret are not changed together.',
    },
    events: {
      type: 'array',
      minItems: 1,
      maxItems: 50,
      uniqueItems: true,
      items: { type: 'string', enum: SUBSCRIPTIONS },
      description: 'Names of [events](events.md#names), or groups such as `partner.*`.',
    },
    auth,
    ratePerSecond: { type: 'integer', minimum: 1, maximum: 300, description: 'The default is 300, that of EventBridge.' },
  },
} as const;

// As many as fit the environment of the function that redelivers to them.
const webhooks = {
  type: 'array',
  maxItems: 50,
  default: [],
  items: webhook,
  description: 'The [endpoints](events.md#webhooks) of the operator. Tenants make theirs through the API.',
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

/** The endpoints of the operator, and the limits of the endpoints that tenants create. */
export const webhookKeys = {
  webhooks,
  webhookQuota: {
    type: 'integer',
    minimum: 1,
    maximum: 3000,
    default: 250,
    description:
      'How many self-service endpoints there may be. Each takes one of the [rules of the bus](aws-limits.md#number-of-rules), as does each of `webhooks`; five more are taken. When absent, at most the rules that are left.',
    examples: [100],
  },
  webhookQuotaPerTenant: {
    type: 'integer',
    minimum: 1,
    maximum: 3000,
    default: 20,
    description: 'How many self-service endpoints one reseller or partner may have.',
    examples: [5],
  },
  webhookSuspendAfter: {
    type: 'integer',
    minimum: 0,
    maximum: 10_000,
    default: 10,
    description:
      'After how many dead letters a self-service endpoint is [suspended](events.md#health); 0 is never. An answer of 410 always suspends.',
    examples: [50],
  },
  webhookHealthyAfterMinutes: {
    type: 'integer',
    minimum: 1,
    maximum: 43_200,
    default: 60,
    description: 'After how many minutes without a dead letter an endpoint is healthy again, and its count starts anew.',
    examples: [15],
  },
  webhookSettleSeconds: {
    type: 'integer',
    minimum: 0,
    maximum: 600,
    default: 60,
    description:
      'How long an endpoint stays `pending`, until EventBridge applies its rule and target ([more](events.md#endpoints)). The stage `local` has 1.',
    examples: [120],
  },
} as const;
