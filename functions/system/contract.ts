import type { Contract } from '../shared/contract.ts';

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

/** The description of the API that this deployment serves. */
export const getOpenApi = {
  operationId: 'getOpenApi',
  tag: 'System',
  method: 'GET',
  path: '/openapi.json',
  summary: 'The OpenAPI document',
  description: 'Answers the OpenAPI 3.1 description of this API.',
  access: 'public',
  response: { status: 200, description: 'The OpenAPI 3.1 document.' },
  refusals: [],
} as const satisfies Contract;
