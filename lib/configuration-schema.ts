import type { FromSchema } from 'json-schema-to-ts';
import { SUBSCRIPTIONS } from '../functions/events/names.ts';

/** The retention periods that CloudWatch Logs takes, in days (PutRetentionPolicy, `retentionInDays`). */
export const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

const name = { type: 'string', minLength: 1, maxLength: 256 } as const;
const httpsUrl = { type: 'string', format: 'https-url', maxLength: 2048 } as const;
const secret = {
  ...name,
  pattern: '^[A-Za-z0-9/_+=.@-]+$',
  description: 'The name of a Secrets Manager secret, never its value.',
} as const;

const jwt = {
  type: 'object',
  description: 'An issuer of your own. When absent the installation has a Cognito user pool; see docs/identity.md.',
  additionalProperties: false,
  required: ['issuer', 'audience', 'jwksUri'],
  properties: {
    issuer: { ...httpsUrl, description: 'The `iss` of accepted tokens, to the character.' },
    audience: { ...name, description: 'The `aud` of accepted tokens.' },
    jwksUri: { ...httpsUrl, description: "Where the issuer publishes its key set; often the issuer's `/.well-known/jwks.json`." },
    resellerClaim: { ...name, default: 'reseller_id', description: 'The claim that binds a token to one reseller.' },
    partnerClaim: { ...name, default: 'partner_id', description: 'The claim that binds a token to one partner.' },
    permissionsClaim: {
      ...name,
      pattern: '^\\S+$',
      description: 'The one claim that holds permissions; when absent they are read from `permissions`, `scope` and `scp`.',
    },
  },
} as const;

const email = {
  type: 'object',
  additionalProperties: false,
  required: ['from', 'passwordUrl'],
  properties: {
    from: {
      type: 'string',
      format: 'email',
      maxLength: 320,
      description: 'The sender of welcome e-mails, a plain address: verified in SES itself, or by its own domain (not by one above it).',
    },
    passwordUrl: {
      ...httpsUrl,
      description: 'The page where a contact sets its password; the token is appended, so end it with `#` or `?token=`.',
    },
  },
} as const;

const auth = {
  type: 'object',
  required: ['type'],
  discriminator: { propertyName: 'type' },
  oneOf: [
    {
      additionalProperties: false,
      required: ['type', 'header', 'secret'],
      properties: { type: { const: 'api-key' }, header: { ...name, pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$" }, secret },
    },
    {
      additionalProperties: false,
      required: ['type', 'userName', 'secret'],
      properties: { type: { const: 'basic' }, userName: { ...name, pattern: '^[^:]+$' }, secret },
    },
    {
      additionalProperties: false,
      required: ['type', 'clientId', 'secret', 'tokenUrl'],
      properties: {
        type: { const: 'oauth' },
        clientId: name,
        secret,
        tokenUrl: httpsUrl,
        scope: name,
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
    url: { type: 'string', format: 'web-url', maxLength: 2048, description: 'https; plain http only on loopback in the stage `local`.' },
    events: { type: 'array', minItems: 1, maxItems: 50, uniqueItems: true, items: { type: 'string', enum: SUBSCRIPTIONS } },
    auth,
    ratePerSecond: { type: 'integer', minimum: 1, maximum: 300, description: "EventBridge's own default of 300 when absent." },
  },
} as const;

/** The configuration of one stage. Defaults here are those of every stage but `prod`. */
export const configurationSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['email'],
  properties: {
    jwt,
    email,
    // As many as fit the environment of the function that redelivers to them.
    webhooks: { type: 'array', maxItems: 50, default: [], items: webhook, description: 'Operator endpoints.' },
    logRetentionDays: { type: 'integer', enum: LOG_RETENTION_DAYS, default: 30 },
    eventRetentionDays: { type: 'integer', minimum: 1, maximum: 3653, default: 400, description: 'How long the event log is kept.' },
    webhookQuota: {
      type: 'integer',
      minimum: 1,
      maximum: 3000,
      default: 250,
      description:
        'The most self-service webhook endpoints; with those of `webhooks` within the quota of rules a bus, 300 unless AWS raised it.',
    },
    webhookQuotaPerTenant: {
      type: 'integer',
      minimum: 1,
      maximum: 3000,
      default: 20,
      description: 'How many of them one reseller or partner may have.',
    },
    webhookSuspendAfter: {
      type: 'integer',
      minimum: 0,
      maximum: 10_000,
      default: 10,
      description:
        'After how many webhooks that were given up a self-service endpoint is suspended; 0 suspends none by number. One that answers 410 always is.',
    },
    webhookHealthyAfterMinutes: {
      type: 'integer',
      minimum: 1,
      maximum: 43_200,
      default: 60,
      description: 'After how many minutes without one that was given up an endpoint counts as healthy again, and its count starts anew.',
    },
    deliveryLogDays: {
      type: 'integer',
      minimum: 1,
      maximum: 365,
      default: 30,
      description: 'How long what became of webhooks is kept, and can be redelivered.',
    },
    archiveDays: {
      type: 'integer',
      minimum: 1,
      maximum: 3653,
      default: 90,
      description: 'How long the bus keeps events, which can be replayed to an endpoint.',
    },
    busLogging: {
      enum: ['off', 'error', 'info', 'trace'],
      default: 'off',
      description:
        'What EventBridge logs of each step of each event to CloudWatch Logs, which is paid by the byte: failures, also successes, or all.',
    },
    restoreDays: {
      type: 'integer',
      minimum: 1,
      maximum: 365,
      default: 30,
      description: 'How long a deleted organization can be restored.',
    },
    throttle: {
      type: 'object',
      additionalProperties: false,
      default: {},
      properties: {
        ratePerSecond: { type: 'integer', minimum: 1, maximum: 100_000, default: 500 },
        burst: { type: 'integer', minimum: 1, maximum: 100_000, default: 1000 },
      },
    },
    retainData: { type: 'boolean', default: false, description: 'Keeps table and logs when the stack is deleted.' },
    alarmTopicArn: { type: 'string', pattern: '^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$' },
  },
} as const;

/** A stage's configuration as written in tenantry.config.ts: what has a default may be absent. */
export type StageConfiguration = FromSchema<typeof configurationSchema, { keepDefaultedPropertiesOptional: true }>;

/** A stage's configuration with every default filled in. */
export interface Configuration extends FromSchema<typeof configurationSchema> {
  /** The name of the installation: what tells it from others in its account and Region. */
  readonly installation: string;
}

export type Webhook = Configuration['webhooks'][number];
