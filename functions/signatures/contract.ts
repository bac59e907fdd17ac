import type { Contract } from '../shared/contract/contract.ts';

const key = {
  title: 'WebhookKey',
  type: 'object',
  additionalProperties: false,
  required: ['kty', 'crv', 'x', 'kid', 'use', 'alg'],
  properties: {
    kty: { const: 'OKP' },
    crv: { const: 'Ed25519' },
    x: { type: 'string', pattern: '^[A-Za-z0-9_-]{43}$', description: 'The public key, 32 bytes in base64url.' },
    kid: {
      type: 'string',
      pattern: '^[A-Za-z0-9_-]{16}$',
      description: 'The id that a signature names: the start of the thumbprint (RFC 7638).',
    },
    use: { const: 'sig' },
    alg: { const: 'EdDSA' },
  },
} as const;

/** The public keys that webhooks are signed with. */
export const getWebhookKeys = {
  operationId: 'getWebhookKeys',
  tag: 'System',
  method: 'GET',
  path: '/.well-known/webhook-keys.json',
  summary: 'The keys that webhooks are signed with',
  description:
    'Returns a JSON Web Key Set (RFC 7517) of every key that a `Webhook-Signature` may name, with keys that signed earlier events. It may be cached for five minutes; for an unknown `kid`, read it again.',
  access: 'public',
  response: {
    status: 200,
    description: 'The key set.',
    schema: {
      title: 'WebhookKeys',
      type: 'object',
      additionalProperties: false,
      required: ['keys'],
      properties: { keys: { type: 'array', minItems: 1, items: key } },
    },
    example: {
      keys: [
        {
          kty: 'OKP',
          crv: 'Ed25519',
          x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
          kid: 'kPrK_qmxVWaYVA9w',
          use: 'sig',
          alg: 'EdDSA',
        },
      ],
    },
  },
  refusals: [],
} as const satisfies Contract;
