import type { Access } from '../../functions/shared/contract/access.ts';
import type { Contract, ObjectSchema } from '../../functions/shared/contract/contract.ts';
import { dryRunSchema } from '../../functions/shared/endpoint/dry-run.ts';
import { headerSchema, keepsAnswer } from '../../functions/shared/http/input-schema.ts';
import { referTo } from '../documents/schemas.ts';
import { EVERY_ANSWER, problemResponses } from './problems.ts';

/** Describes one OpenAPI operation from its contract. */
export const describeOperation = (contract: Contract) => ({
  operationId: contract.operationId,
  tags: [contract.tag],
  summary: contract.summary,
  description: [contract.description, ...notes(contract), ...(contract.dryRun ? [DRY_RUN_NOTE] : [])].join('\n\n'),
  ...security(contract.access),
  parameters: [...inputParameters(contract), ...headerParameters(contract)],
  ...describeBody(contract),
  responses: { ...describeAnswers(contract), ...problemResponses(contract) },
});

const DRY_RUN_NOTE = 'With `dryRun=true` it only answers what it would do: see `openapi-dry-run.json`.';

/** Describes the dry run of an operation: the same request with a parameter, and another answer. */
export const describeDryRun = (contract: Contract) => ({
  ...describeOperation(contract),
  operationId: `dryRun${contract.operationId[0]?.toUpperCase()}${contract.operationId.slice(1)}`,
  summary: `${contract.summary}: dry run`,
  description: 'Answers what the request would do, and does nothing.',
  parameters: [...inputParameters(contract), DRY_RUN, ...headerParameters(contract)],
  responses: { 200: DRY_RUN_ANSWER, ...problemResponses(contract) },
});

const DRY_RUN = { name: 'dryRun', in: 'query', required: true, schema: { type: 'boolean', const: true } };

const DRY_RUN_ANSWER = {
  description: 'What would be done.',
  headers: EVERY_ANSWER,
  content: { 'application/json': { schema: referTo(dryRunSchema) } },
};

const notes = ({ access, creates, events = [] }: Contract): readonly string[] => [
  ...(access === 'public'
    ? []
    : [
        `Permission: \`${access.permission}\`${creates && creates.permission !== access.permission ? `, to create also \`${creates.permission}\`` : ''}.`,
      ]),
  ...events.map((event) => `Triggers webhook: \`${event}\`.`),
];

const security = (access: Access): object => {
  if (access === 'public') return { security: [] };
  const schemes = { bearer: { bearer: [access.permission] }, basic: { basic: [] } };
  return { security: access.schemes.map((scheme) => schemes[scheme]), 'x-permission': access.permission };
};

const inputParameters = ({ params, query, queryTwins }: Contract): readonly object[] => [
  ...parameters('path', params),
  ...(query && queryTwins ? [twins(query)] : parameters('query', query)),
];

/** Describes the query parameters that stand for members of the body: as one, with many members. */
const twins = (query: ObjectSchema) => ({
  name: 'members',
  in: 'query',
  style: 'form',
  explode: true,
  description: 'Members of the body as query parameters, such as `contact.phone`. A value that is also in the body must be equal.',
  schema: referTo(query),
});

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
    return { name, in: 'header', description, schema: referTo(schema) };
  }),
  { name: 'traceparent', in: 'header', description: 'W3C trace context; carried into logs and events.', schema: { type: 'string' } },
];

// Query parameters may stand for the body.
const describeBody = ({ method, queryTwins, requestExample, body, documentedBody }: Contract) => {
  if (!body) return {};
  const content = { schema: referTo(documentedBody ?? body), ...(requestExample !== undefined && { example: requestExample }) };
  const types = method === 'PATCH' ? ['application/merge-patch+json', 'application/json'] : ['application/json'];
  return { requestBody: { required: !queryTwins, content: Object.fromEntries(types.map((type) => [type, content])) } };
};

/** Describes the answers of the operation; its dry run is described elsewhere, for their types. */
const describeAnswers = (contract: Contract): Readonly<Record<number, object>> => {
  const { creates, response } = contract;
  const made = creates && describeSuccess({ ...contract, response: { ...response, status: 201, description: 'It was created.' } });
  return { ...(made && { 201: made }), [response.status]: describeSuccess(contract) };
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
      // An event of the log names the version of another entity.
      ...(holds(schema, 'version') && holds(schema, 'updatedAt') && { ETag: { $ref: '#/components/headers/ETag' } }),
      ...((schema?.type === 'array' || holds(schema, 'next')) && PAGE_HEADERS),
      ...(status === 201 && { Location: { $ref: '#/components/headers/Location' } }),
      ...(keepsAnswer(contract) && { 'Idempotency-Replayed': { $ref: '#/components/headers/Idempotency-Replayed' } }),
    },
    ...describeContent(contract.response),
  };
};

type AnswerSchema = Contract['response']['schema'];

const holds = (schema: AnswerSchema, member: string): boolean => schema?.type === 'object' && Object.hasOwn(schema.properties, member);

const describeContent = ({ schema, example, mediaType, isHtmlToo }: Contract['response']): object => {
  const html = isHtmlToo && { 'text/html': {} };
  if (schema) return { content: { 'application/json': { schema: referTo(schema), example }, ...html } };
  return mediaType === undefined ? {} : { content: { [mediaType]: { schema: { title: 'Document', type: 'object' } } } };
};
