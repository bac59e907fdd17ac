import type { Contract } from '../shared/contract/contract.ts';
import { readOnlyOf } from '../shared/contract/read-only.ts';
import { textId } from '../shared/contract/schemas.ts';
import { answer, example, externalId, fields, newOrganization, oneOf, organizationSchema, patchFields, resellerId } from './schemas.ts';

const readOnly = readOnlyOf(organizationSchema, fields);

/** JSON merge patch of an organization. */
export const updateOrganization = {
  operationId: 'updateOrganization',
  tag: 'Organizations',
  method: 'PATCH',
  path: '/v3/resellers/{resellerId}/organizations/{id}',
  summary: 'Change a reseller organization',
  description:
    'JSON merge patch (RFC 7396). A new name or external id must be free; more `allowedUsers` may not exceed what the reseller is allowed. A patch that changes nothing writes and publishes nothing.',
  access: { permission: 'reseller:organization:update', schemes: ['bearer'], tenant: 'reseller' },
  dryRun: true,
  params: oneOf,
  body: {
    title: 'OrganizationPatch',
    type: 'object',
    additionalProperties: false,
    properties: { ...patchFields, ...readOnly, resellerId },
  },
  requestExample: { name: 'Fabrikam Group', metadata: { costCentre: null } },
  response: {
    status: 200,
    description: 'The organization after the change.',
    schema: organizationSchema,
    example: { ...answer, name: 'Fabrikam Group', metadata: {}, version: 2, updatedAt: '2026-11-22T15:02:10.000Z' },
  },
  refusals: [
    'organization-not-found',
    'organization-deleted',
    'name-taken',
    'external-id-taken',
    'limit-reached',
    'version-mismatch',
    'contention',
  ],
  events: ['reseller.organization.updated'],
} as const satisfies Contract;

/** Deletes an organization, which can be restored for a time. */
export const deleteOrganization = {
  operationId: 'deleteOrganization',
  tag: 'Organizations',
  method: 'DELETE',
  path: '/v3/resellers/{resellerId}/organizations/{id}',
  summary: 'Delete a reseller organization',
  description:
    'Deletes an organization and frees its name, its external id and its place. For a configured time (30 days unless configured) it can be restored; until then GET answers 410 with `purgeAt`.',
  access: { permission: 'reseller:organization:delete', schemes: ['bearer'], tenant: 'reseller' },
  params: oneOf,
  response: { status: 204, description: 'The organization was deleted.' },
  refusals: ['organization-not-found', 'organization-deleted', 'version-mismatch', 'contention'],
  events: ['reseller.organization.deleted'],
} as const satisfies Contract;

/** Restores a deleted organization. */
export const restoreOrganization = {
  operationId: 'restoreOrganization',
  tag: 'Organizations',
  method: 'POST',
  path: '/v3/resellers/{resellerId}/organizations/{id}:restore',
  summary: 'Restore a deleted reseller organization',
  description:
    'Restores a deleted organization with its id, fields and place in lists, if its name, its external id and the limits of the reseller still allow it.',
  access: { permission: 'reseller:organization:delete', schemes: ['bearer'], tenant: 'reseller' },
  params: oneOf,
  response: {
    status: 200,
    description: 'The organization was restored.',
    schema: organizationSchema,
    example: { ...answer, version: 3, updatedAt: '2026-11-24T09:00:00.000Z' },
  },
  refusals: [
    'reseller-not-found',
    'organization-not-found',
    'organization-not-deleted',
    'limit-reached',
    'name-taken',
    'external-id-taken',
  ],
  events: ['reseller.organization.restored', 'reseller.limit.approaching', 'reseller.limit.reached'],
} as const satisfies Contract;

const { externalId: _, ...otherFields } = newOrganization.properties;

/**
 * Lets declarative tools name an organization by their own id, and rename it without replacing it.
 */
export const putOrganization = {
  operationId: 'putOrganization',
  tag: 'Organizations',
  method: 'PUT',
  path: '/v3/resellers/{resellerId}/organizations/by-external-id/{externalId}',
  summary: 'Create or replace a reseller organization by its external id',
  description:
    'Creates the organization with this external id (201, which also needs `reseller:organization:create`), or replaces its fields and keeps its id (200). An absent optional field is removed. If nothing differs, nothing is written or published. `If-Match` never creates, `If-None-Match: *` only creates.',
  access: { permission: 'reseller:organization:update', schemes: ['bearer'], tenant: 'reseller' },
  creates: { permission: 'reseller:organization:create' },
  dryRun: true,
  params: {
    type: 'object',
    additionalProperties: false,
    required: ['resellerId', 'externalId'],
    properties: { resellerId: textId, externalId },
  },
  body: {
    ...newOrganization,
    title: 'WholeOrganization',
    properties: { ...otherFields, ...readOnly, externalId: { ...externalId, description: 'If given, it must equal that of the path.' } },
  },
  requestExample: { ...example, name: 'Fabrikam Group' },
  response: {
    status: 200,
    description: 'The organization after the change.',
    schema: organizationSchema,
    example: { ...answer, name: 'Fabrikam Group', version: 2, updatedAt: '2026-11-22T15:02:10.000Z' },
  },
  refusals: ['reseller-not-found', 'limit-reached', 'name-taken', 'version-mismatch', 'contention'],
  events: ['reseller.organization.created', 'reseller.organization.updated', 'reseller.limit.approaching', 'reseller.limit.reached'],
} as const satisfies Contract;
