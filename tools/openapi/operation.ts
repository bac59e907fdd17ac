import type { Access } from '../../functions/shared/contract/access.ts';
import type { Contract, ObjectSchema } from '../../functions/shared/contract/contract.ts';
import { dryRunSchema } from '../../functions/shared/endpoint/dry-run.ts';
import { acceptsKey, headerSchema, querySchema } from '../../functions/shared/http/input-schema.ts';
import { EVERY_ANSWER, problemResponses } from './problems.ts';
import { referTo } from './schemas.ts';

/** Describes one OpenAPI operation from its contract. */
export const describeOperation = (contract: Contract) => ({
  operationId: contract.operationId,
  tags: [contract.tag],
  summary: contract.summary,
  description: [contract.description, ...notes(contract)].join('\n\n'),
  ...security(contract.access),
  parameters: [...parameters('path', contract.params), ...parameters('query', querySchema(contract)), ...headerParameters(contract)],
  ...(contract.body && { requestBody: requestBody(contract, contract.body) }),
  responses: { ...describeAnswers(contract), ...problemResponses(contract) },
});

const notes = ({ access, creates, events = [] }: Contract): readonly string[] => [
  ...(access === 'public' ? [] : [`Permission: \`${access.permission}\`${creates ? `, to create also \`${creates.permission}\`` : ''}.`]),
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
    return { name, in: place, ...required, ...(description && { description }), schema: referTo(rest) };
  });

const HEADERS: Readonly<Record<string, readonly [name: string, description: string]>> = {
  'if-match': ['If-Match', 'The entity tag that the entity must have, else 412.'],
  'if-none-match': ['If-None-Match', '`*`: only creates; 412 when there is one.'],
  'idempotency-key': [
    'Idempotency-Key',
    'Makes the request safe to repeat for 24 hours: the same key and request get the stored response.',
  ],
};

const headerParameters = (contract: Contract): readonly object[] => [
  ...Object.entries(headerSchema(contract).properties).map(([key, schema]) => {
    const [name, description] = HEADERS[key] ?? [key, ''];
    return { name, in: 'header', description, schema };
  }),
  { name: 'traceparent', in: 'header', description: 'W3C trace context; carried into logs and events.', schema: { type: 'string' } },
];

// Query parameters may stand for the body.
const requestBody = ({ method, queryTwins, requestExample, documentedBody }: Contract, body: ObjectSchema) => {
  const content = { schema: referTo(documentedBody ?? body), ...(requestExample !== undefined && { example: requestExample }) };
  const types = method === 'PATCH' ? ['application/merge-patch+json', 'application/json'] : ['application/json'];
  return { required: !queryTwins, content: Object.fromEntries(types.map((type) => [type, content])) };
};

/** Describes the answers of the operation itself and of its dry run. */
const describeAnswers = (contract: Contract): Readonly<Record<number, object>> => {
  const { creates, dryRun, response } = contract;
  const made =
    creates && describeSuccess({ ...contract, response: { ...response, status: 201, description: 'The organization was created.' } });
  const others = made ? { 201: made } : {};
  if (!dryRun || !response.schema) return { ...others, [response.status]: describeSuccess(contract) };
  if (response.status !== 200) return { 200: DRY_RUN, ...others, [response.status]: describeSuccess(contract) };
  const either = {
    'application/json': { schema: { anyOf: [referTo(response.schema), referTo(dryRunSchema)] }, example: response.example },
  };
  const description = `${response.description} With \`dryRun\`: what would be done.`;
  return { ...others, 200: { ...describeSuccess(contract), description, content: either } };
};

const DRY_RUN = {
  description: 'With `dryRun`: what would be done.',
  headers: EVERY_ANSWER,
  content: { 'application/json': { schema: referTo(dryRunSchema) } },
};

const PAGE_HEADERS = {
  Link: { $ref: '#/components/headers/Link' },
  'Resume-Cursor': { $ref: '#/components/headers/Resume-Cursor' },
};

const describeSuccess = (contract: Contract) => {
  const { description, schema, status } = contract.response;
  return {
    description,
    headers: {
      ...EVERY_ANSWER,
      ...(holds(schema, 'version') && { ETag: { $ref: '#/components/headers/ETag' } }),
      ...((schema?.type === 'array' || holds(schema, 'next')) && PAGE_HEADERS),
      ...(status === 201 && { Location: { $ref: '#/components/headers/Location' } }),
      ...(acceptsKey(contract) && { 'Idempotency-Replayed': { $ref: '#/components/headers/Idempotency-Replayed' } }),
    },
    ...describeContent(contract.response),
  };
};

type AnswerSchema = Contract['response']['schema'];

const holds = (schema: AnswerSchema, member: string): boolean => schema?.type === 'object' && Object.hasOwn(schema.properties, member);

const describeContent = ({ schema, example, mediaType }: Contract['response']): object => {
  if (schema) return { content: { 'application/json': { schema: referTo(schema), example } } };
  return mediaType === undefined ? {} : { content: { [mediaType]: { schema: { type: 'object' } } } };
};
