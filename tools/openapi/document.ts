import { CONTRACTS } from '../../functions/operations.ts';
import type { Contract } from '../../functions/shared/contract/contract.ts';
import { PERMISSIONS } from '../../functions/shared/contract/permissions.ts';
import { dateTime } from '../../functions/shared/contract/schemas.ts';
import { dryRunSchema } from '../../functions/shared/endpoint/dry-run.ts';
import { EVENTS } from '../../functions/webhooks/event-catalogue.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { describeOperation } from './operation.ts';
import { problemExamples, problemSchema } from './problems.ts';
import { linkSchema, listTitled, referTo } from './schemas.ts';

/**
 * Creates the OpenAPI 3.1 description of the API from the contracts and the catalogue of events.
 */
export const openApiDocument = () => ({
  openapi: '3.1.0',
  info: {
    title: 'Tenantry',
    version: packageJson.version,
    summary: 'A self-hosted provisioning API for channel businesses.',
    description: `Partners create sub-partners, resellers create organizations; every change becomes an EventBridge event and a webhook.\n\nErrors are RFC 9457 problems with a stable \`code\`.`,
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: '/' }],
  tags: TAGS.map(([name, description]) => ({ name, description })),
  paths: paths(),
  webhooks: Object.fromEntries(Object.keys(EVENTS).map((name) => [name, { post: webhook(name as keyof typeof EVENTS) }])),
  components: { schemas: schemas(), examples: problemExamples(CONTRACTS), headers: HEADERS, securitySchemes: SECURITY },
});

const TAGS = [
  ['Partners', 'A partner can create sub-partners below itself.'],
  ['Contacts', 'The users of a partner.'],
  ['Credentials', 'The passwords and API credentials of partners.'],
  ['Resellers', 'A reseller can create organizations.'],
  ['Organizations', 'The customers of a reseller.'],
  ['System', 'The installation itself.'],
  ['Webhooks', 'Endpoints, and what they receive.'],
  ['Event log', 'Who did what, and when.'],
] as const;

const paths = () => {
  const byPath = Map.groupBy(CONTRACTS, ({ path }) => path);
  return Object.fromEntries(
    [...byPath].map(([path, contracts]) => [
      path,
      Object.fromEntries(contracts.map((contract) => [contract.method.toLowerCase(), describeOperation(contract)])),
    ]),
  );
};

const schemas = () => {
  const used = [
    ...CONTRACTS.flatMap(({ body, documentedBody, response }: Contract) => [documentedBody ?? body, response.schema]),
    ...Object.values(EVENTS).map(({ data }) => data),
    dryRunSchema,
  ];
  const named = new Map(used.flatMap((schema) => (schema ? listTitled(schema) : [])));
  return { Problem: problemSchema, ...Object.fromEntries([...named].map(([title, schema]) => [title, linkSchema(schema)])) };
};

const webhook = (name: keyof typeof EVENTS) => ({
  operationId: `on-${name.replaceAll('.', '-')}`,
  tags: ['Webhooks'],
  summary: EVENTS[name].summary,
  security: [],
  parameters: [
    {
      name: 'Webhook-Id',
      in: 'header',
      required: true,
      description: 'The id of the event. Delivery is at least once: use it to detect duplicates. That of a test begins with `test-`.',
      schema: { type: 'string', pattern: '^(test-)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' },
    },
    { name: 'Webhook-Event', in: 'header', required: true, description: 'The name of the event.', schema: { const: name } },
    {
      name: 'Webhook-Signature',
      in: 'header',
      required: true,
      description:
        'Signatures by the keys of `/.well-known/webhook-keys.json`, separated by spaces: `t1,<kid>.<base64>`, an Ed25519 signature of `t1`, the `Webhook-Id`, the `Webhook-Tenant` and the canonical form (RFC 8785) of the body, joined by dots. One valid signature is enough. It is not that of Standard Webhooks.',
      schema: { type: 'string', maxLength: 512, pattern: SIGNATURE },
    },
    {
      name: 'Webhook-Tenant',
      in: 'header',
      required: true,
      description: 'The tenant of the event; signed with the body.',
      schema: { type: 'string', pattern: '^[\\w/ -]{1,512}$' },
    },
  ],
  requestBody: { required: true, content: { 'application/json': { schema: payload(name) } } },
  responses: {
    '2XX': { description: 'Accepted.' },
    '4XX': { description: '401, 407, 409 and 429 are retried for 24 hours; any other is a dead letter at once.' },
    '5XX': { description: 'Retried for 24 hours.' },
  },
});

const SIGNATURE = '^t1,[\\w-]{16}\\.[A-Za-z0-9+/]{86}==( t1,[\\w-]{16}\\.[A-Za-z0-9+/]{86}==)*$';

const payload = (name: keyof typeof EVENTS) => ({
  type: 'object',
  additionalProperties: false,
  required: ['event', 'data', 'triggeredAt'],
  properties: { event: { const: name }, data: referTo(EVENTS[name].data), triggeredAt: dateTime },
});

const HEADERS = {
  'X-Request-Id': { description: 'The id of the request, to quote in questions about it.', schema: { type: 'string' } },
  'X-Content-Type-Options': { description: 'The content has the type that `Content-Type` gives.', schema: { const: 'nosniff' } },
  'Strict-Transport-Security': { description: 'The API is called over https only (RFC 6797).', schema: { type: 'string' } },
  ETag: { description: 'The version of the entity.', schema: { type: 'string', examples: ['"1"'] } },
  Link: { description: 'The next page, `rel="next"`, when there may be one.', schema: { type: 'string' } },
  'Resume-Cursor': {
    description: 'At the end of a list, oldest first: the `cursor` for what is created later, without duplicates.',
    schema: { type: 'string' },
  },
  Location: { description: 'The path of the new entity.', schema: { type: 'string', format: 'uri-reference' } },
  'Idempotency-Replayed': { description: '`true` when the response is a stored one.', schema: { const: 'true' } },
};

const SECURITY = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: `A token of the configured issuer. Its permissions (${PERMISSIONS.join(', ')}) are read from \`permissions\`, \`scope\` or \`scp\`.`,
  },
  basic: { type: 'http', scheme: 'basic', description: "A partner's contact or API credential." },
};
