import { ofReseller } from '../resellers/schemas.ts';
import type { Contract } from '../shared/contract/contract.ts';
import { VISIBLE_ASCII_PATTERN } from '../shared/contract/schemas.ts';
import { answer, example, newOrganization } from './schemas.ts';

/** The most rows of one batch. */
const MOST_ROWS = 100;

const rows = <const S extends object>(items: S) =>
  ({
    type: 'object',
    additionalProperties: false,
    required: ['organizations'],
    properties: { organizations: { type: 'array', minItems: 1, maxItems: MOST_ROWS, items } },
  }) as const;

const idempotencyKey = {
  type: 'string',
  minLength: 1,
  maxLength: 255,
  pattern: VISIBLE_ASCII_PATTERN,
  description: 'Makes the row safe to repeat for 24 hours, as the header of that name does a single create.',
} as const;

const result = {
  title: 'BatchResult',
  type: 'object',
  additionalProperties: false,
  required: ['status', 'body'],
  properties: {
    status: { type: 'integer', description: 'The status of a single create.' },
    location: { type: 'string', description: 'The path of the new organization.' },
    replayed: { type: 'boolean', description: 'True: the response is a stored one, of the same key.' },
    body: { title: 'BatchResultBody', type: 'object', additionalProperties: true, description: 'The organization, or the problem.' },
  },
} as const;

/** Many creates in one request, each as if it had come alone. */
export const batchOrganizations = {
  operationId: 'batchOrganizations',
  tag: 'Organizations',
  method: 'POST',
  path: '/v3/resellers/{resellerId}/organizations:batch',
  summary: 'Create many reseller organizations',
  description:
    'Creates 1 to 100 organizations, in their order, each idempotent by its own key, and returns for each row what a single create would: a refused row stops no other. A row without `idempotencyKey` takes the `Idempotency-Key` of the request together with its position. A row that is not reached in time (15 seconds), or follows two that could not reach the table, is 503: repeat it with its key. Rows of a reseller that does not exist are 404 each. A reseller may run as many batches at once as the installation allows (four unless configured); one more is 429 with `Retry-After`.',
  access: { permission: 'reseller:organization:create', schemes: ['bearer'], tenant: 'reseller' },
  dryRun: true,
  params: ofReseller,
  body: rows({}),
  documentedBody: {
    title: 'OrganizationBatch',
    ...rows({
      ...newOrganization,
      title: 'OrganizationRow',
      properties: { ...newOrganization.properties, idempotencyKey },
    }),
  },
  requestExample: { organizations: [{ ...example, idempotencyKey: 'import-7-row-1' }] },
  response: {
    status: 207,
    description: 'The result of each row, in their order.',
    schema: {
      title: 'BatchResults',
      type: 'object',
      additionalProperties: false,
      required: ['results'],
      properties: { results: { type: 'array', items: result } },
    },
    example: {
      results: [{ status: 201, location: `/v3/resellers/019f2b6c-7a10-7cc3-9b0e-3d9c0f1f6a55/organizations/${answer.id}`, body: answer }],
    },
  },
  refusals: ['too-many-batches'],
  events: ['reseller.organization.created', 'reseller.limit.approaching', 'reseller.limit.reached'],
} as const satisfies Contract;
