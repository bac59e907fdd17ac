import { ofReseller } from '../resellers/schemas.ts';
import type { Contract } from '../shared/contract/contract.ts';
import { emailFilter, line, paging, sort } from '../shared/contract/schemas.ts';
import { answer, example, externalId, listedOrganizationSchema, newOrganization, oneOf, organizationSchema } from './schemas.ts';

/** Creates an organization. */
export const createOrganization = {
  operationId: 'createOrganization',
  tag: 'Organizations',
  method: 'POST',
  path: '/v3/resellers/{resellerId}/organizations',
  summary: 'Create a reseller organization',
  description:
    'Creates a new reseller organization. The reseller must exist and be below its limit; `allowedUsers` may not exceed what the reseller is allowed.',
  access: { permission: 'reseller:organization:create', schemes: ['bearer'], tenant: 'reseller' },
  dryRun: true,
  params: ofReseller,
  body: newOrganization,
  requestExample: example,
  response: { status: 201, description: 'The organization was created.', schema: organizationSchema, example: answer },
  refusals: ['reseller-not-found', 'limit-reached', 'name-taken', 'external-id-taken'],
  events: ['reseller.organization.created', 'reseller.limit.approaching', 'reseller.limit.reached'],
} as const satisfies Contract;

/** Lists the organizations of a reseller. */
export const listOrganizations = {
  operationId: 'listOrganizations',
  tag: 'Organizations',
  method: 'GET',
  path: '/v3/resellers/{resellerId}/organizations',
  summary: 'List reseller organizations',
  description:
    'Returns the organizations of the reseller in creation order, as a bare array; `Link` leads to the next page. Filters are combined: a page filtered by more than one, by a short `search` or to the deleted ones may be shorter than its limit and still have a next one. With `deleted=true` those that were deleted and can be restored.',
  access: { permission: 'reseller:organization:read', schemes: ['bearer'], tenant: 'reseller' },
  params: ofReseller,
  query: {
    type: 'object',
    additionalProperties: false,
    properties: {
      name: { ...line(256), description: 'The whole name, without regard to case or white space.' },
      email: { ...emailFilter(256), description: 'The whole address, without regard to case.' },
      search: { ...line(256), description: 'The beginning of the name, without regard to case or white space.' },
      externalId: { ...externalId, description: 'The whole external id, compared exactly.' },
      deleted: { type: 'boolean', default: false, description: 'Lists the deleted ones that can be restored instead.' },
      sort,
      ...paging,
    },
  },
  response: {
    status: 200,
    description: 'A page of organizations.',
    schema: { title: 'OrganizationList', type: 'array', items: listedOrganizationSchema },
    example: [answer],
  },
  refusals: ['reseller-not-found'],
} as const satisfies Contract;

/** Reads an organization; one of another reseller is not found. */
export const getOrganization = {
  operationId: 'getOrganization',
  tag: 'Organizations',
  method: 'GET',
  path: '/v3/resellers/{resellerId}/organizations/{id}',
  summary: 'Get a reseller organization',
  description: 'Returns one organization of the reseller; 410 with `purgeAt` while it is deleted and can be restored.',
  access: { permission: 'reseller:organization:read', schemes: ['bearer'], tenant: 'reseller' },
  params: oneOf,
  response: { status: 200, description: 'The organization.', schema: organizationSchema, example: answer },
  refusals: ['organization-not-found', 'organization-deleted', 'version-mismatch'],
} as const satisfies Contract;
