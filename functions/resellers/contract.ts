import type { Contract } from '../shared/contract/contract.ts';
import { emailFilter, line, paging, sort } from '../shared/contract/schemas.ts';
import { answer, example, externalId, fields, limitsSchema, ofReseller, required, resellerSchema } from './schemas.ts';

/** Creates a reseller, for the platform operator. */
export const createReseller = {
  operationId: 'createReseller',
  tag: 'Resellers',
  method: 'POST',
  path: '/v3/resellers',
  summary: 'Create a reseller',
  description: 'Creates a reseller, under which organizations can be created. The token must not be bound to a tenant.',
  access: { permission: 'reseller:write', schemes: ['bearer'], tenant: 'operator' },
  body: {
    title: 'ResellerInput',
    type: 'object',
    additionalProperties: false,
    required,
    properties: fields,
  },
  requestExample: example,
  response: { status: 201, description: 'The reseller was created.', schema: resellerSchema, example: answer },
  refusals: ['external-id-taken'],
  events: ['reseller.created'],
} as const satisfies Contract;

/** Lists resellers, for the platform operator. */
export const listResellers = {
  operationId: 'listResellers',
  tag: 'Resellers',
  method: 'GET',
  path: '/v3/resellers',
  summary: 'List resellers',
  description:
    'Returns the resellers in creation order, as a bare array; `Link` leads to the next page. Filters are combined: a page filtered by more than one, or by a short `search`, may be shorter than its limit and still have a next one. The token must not be bound to a tenant.',
  access: { permission: 'reseller:read', schemes: ['bearer'], tenant: 'operator' },
  query: {
    type: 'object',
    additionalProperties: false,
    properties: {
      name: { ...line(256), description: 'The whole name, without regard to case or white space.' },
      email: { ...emailFilter(256), description: 'The whole address, without regard to case.' },
      search: { ...line(256), description: 'The beginning of the name, without regard to case or white space.' },
      externalId: { ...externalId, description: 'The whole external id, compared exactly.' },
      sort,
      ...paging,
    },
  },
  response: {
    status: 200,
    description: 'A page of resellers.',
    schema: { title: 'ResellerList', type: 'array', items: resellerSchema },
    example: [answer],
  },
  refusals: [],
} as const satisfies Contract;

/** Reads a reseller; a token that is bound to a reseller reads only its own. */
export const getReseller = {
  operationId: 'getReseller',
  tag: 'Resellers',
  method: 'GET',
  path: '/v3/resellers/{resellerId}',
  summary: 'Get a reseller',
  description: 'Returns one reseller.',
  access: { permission: 'reseller:read', schemes: ['bearer'], tenant: 'reseller' },
  params: ofReseller,
  response: { status: 200, description: 'The reseller.', schema: resellerSchema, example: answer },
  refusals: ['reseller-not-found', 'version-mismatch'],
} as const satisfies Contract;

/** Reads how many organizations a reseller has and may have. */
export const getResellerLimits = {
  operationId: 'getResellerLimits',
  tag: 'Resellers',
  method: 'GET',
  path: '/v3/resellers/{resellerId}/limits',
  summary: 'Get the limits of a reseller',
  description: 'Returns how many organizations the reseller has, may have, and may still create.',
  access: { permission: 'reseller:read', schemes: ['bearer'], tenant: 'reseller' },
  params: ofReseller,
  response: {
    status: 200,
    description: 'Used, allowed and remaining.',
    schema: limitsSchema,
    example: { resellerId: answer.id, organizations: { used: 20, allowed: 25, remaining: 5 } },
  },
  refusals: ['reseller-not-found'],
} as const satisfies Contract;
