import type { Access } from '../../functions/shared/access.ts';
import type { Contract, ObjectSchema } from '../../functions/shared/contract.ts';
import { headerSchema } from '../../functions/shared/input-schema.ts';
import { problemResponses } from './problems.ts';

/** One OpenAPI operation from its contract. */
export const operation = (contract: Contract) => ({
  operationId: contract.operationId,
  tags: [contract.tag],
  summary: contract.summary,
  description: [contract.description, ...notes(contract)].join('\n\n'),
  ...security(contract.access),
  parameters: [...parameters('path', contract.params), ...parameters('query', contract.query), ...headerParameters(contract)],
  ...(contract.body && { requestBody: requestBody(contract, contract.body) }),
  responses: { [contract.response.status]: success(contract), ...problemResponses(contract) },
});

/** A schema by reference when it has a title, else in place. */
export const schemaOf = (schema: ObjectSchema): object => (schema.title ? { $ref: `#/components/schemas/${schema.title}` } : schema);

const notes = ({ access, events = [] }: Contract): readonly string[] => [
  ...(access === 'public' ? [] : [`Permission: \`${access.permission}\`.`]),
  ...events.map((event) => `Triggers webhook: \`${event}\`.`),
];

const security = (access: Access): object => {
  if (access === 'public') return { security: [] };
  const schemes = { bearer: { bearer: [access.permission] }, basic: { basic: [] } };
  return { security: access.schemes.map((scheme) => schemes[scheme]), 'x-permission': access.permission };
};

const parameters = (place: 'path' | 'query', schema: ObjectSchema | undefined): readonly object[] =>
  Object.entries(schema?.properties ?? {}).map(([name, property]) => {
    const { description, ...rest } = property as { description?: string };
    const required = place === 'path' ? { required: true } : {};
    return { name, in: place, ...required, ...(description && { description }), schema: rest };
  });

const HEADERS: Readonly<Record<string, readonly [name: string, description: string]>> = {
  'if-match': ['If-Match', 'The entity tag the entity must have; else 412.'],
  'idempotency-key': [
    'Idempotency-Key',
    'Makes the request safe to repeat for 24 hours: the same key and request answer the stored response.',
  ],
};

const headerParameters = (contract: Contract): readonly object[] => [
  ...Object.entries(headerSchema(contract).properties).map(([key, schema]) => {
    const [name, description] = HEADERS[key] ?? [key, ''];
    return { name, in: 'header', description, schema };
  }),
  { name: 'traceparent', in: 'header', description: 'W3C trace context; carried into logs and events.', schema: { type: 'string' } },
];

// The query twins may stand for the body.
const requestBody = ({ queryTwins, requestExample }: Contract, body: ObjectSchema) => ({
  required: !queryTwins,
  content: { 'application/json': { schema: schemaOf(body), ...(requestExample !== undefined && { example: requestExample }) } },
});

const success = ({ method, response: { description, schema, example, status } }: Contract) => ({
  description,
  headers: {
    'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
    ...(schema && Object.hasOwn(schema.properties, 'version') && { ETag: { $ref: '#/components/headers/ETag' } }),
    ...(status === 201 && { Location: { $ref: '#/components/headers/Location' } }),
    ...(method === 'POST' && { 'Idempotency-Replayed': { $ref: '#/components/headers/Idempotency-Replayed' } }),
  },
  ...(schema
    ? { content: { 'application/json': { schema: schemaOf(schema), example } } }
    : { content: { 'application/openapi+json;version=3.1': { schema: { type: 'object' } } } }),
});
