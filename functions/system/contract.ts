import type { Contract } from '../shared/contract/contract.ts';

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
