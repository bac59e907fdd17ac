import type { Contract } from '../shared/contract/contract.ts';

/** Where to begin: what a person or a client finds at the address of the API. */
export const getIndex = {
  operationId: 'getIndex',
  tag: 'System',
  method: 'GET',
  path: '/',
  summary: 'Where to begin',
  description:
    'Answers the paths of what needs no credentials: the descriptions of the API and its events, readiness, and the public keys of webhooks. A browser, whose `Accept` prefers HTML, gets a page of links.',
  access: 'public',
  response: {
    status: 200,
    description: 'Paths of this API.',
    schema: {
      title: 'Index',
      type: 'object',
      additionalProperties: false,
      required: ['name', 'openapi', 'asyncapi', 'health', 'webhookKeys'],
      properties: {
        name: { const: 'Tenantry' },
        openapi: { type: 'string' },
        asyncapi: { type: 'string' },
        health: { type: 'string' },
        webhookKeys: { type: 'string' },
        docs: { type: 'string', description: 'The reference page; absent where the installation does not serve it.' },
      },
    },
    example: {
      name: 'Tenantry',
      openapi: '/openapi.json',
      asyncapi: '/asyncapi.json',
      health: '/healthz',
      webhookKeys: '/.well-known/webhook-keys.json',
      docs: '/docs',
    },
    isHtmlToo: true,
  },
  refusals: [],
} as const satisfies Contract;

/** Ready when the table answers. */
export const getHealth = {
  operationId: 'getHealth',
  tag: 'System',
  method: 'GET',
  path: '/healthz',
  summary: 'Is the installation ready?',
  description: 'Answers 200 when the table can be read, else 503.',
  access: 'public',
  response: {
    status: 200,
    description: 'Ready.',
    schema: { title: 'Health', type: 'object', additionalProperties: false, required: ['status'], properties: { status: { const: 'ok' } } },
    example: { status: 'ok' },
  },
  refusals: [],
} as const satisfies Contract;

/** The description of the events that this deployment publishes. */
export const getAsyncApi = {
  operationId: 'getAsyncApi',
  tag: 'System',
  method: 'GET',
  path: '/asyncapi.json',
  summary: 'The AsyncAPI document',
  description: 'Returns the AsyncAPI 3.0 description of the events and webhooks.',
  access: 'public',
  response: { status: 200, description: 'The AsyncAPI 3.0 document.', mediaType: 'application/vnd.aai.asyncapi+json;version=3.0.0' },
  refusals: [],
} as const satisfies Contract;

/** The description of the API that this deployment serves. */
export const getOpenApi = {
  operationId: 'getOpenApi',
  tag: 'System',
  method: 'GET',
  path: '/openapi.json',
  summary: 'The OpenAPI document',
  description: 'Returns the OpenAPI 3.1 description of this API.',
  access: 'public',
  response: { status: 200, description: 'The OpenAPI 3.1 document.', mediaType: 'application/openapi+json;version=3.1' },
  refusals: [],
} as const satisfies Contract;
