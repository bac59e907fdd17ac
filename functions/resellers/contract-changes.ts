import type { Contract } from '../shared/contract/contract.ts';
import { patchFieldsOf } from '../shared/contract/patch-schema.ts';
import { readOnlyOf } from '../shared/contract/read-only.ts';
import { answer, example, externalId, fields, ofReseller, required, resellerSchema } from './schemas.ts';

const readOnly = readOnlyOf(resellerSchema, fields);

/** JSON merge patch of a reseller; only the operator changes its limits and its external id. */
export const updateReseller = {
  operationId: 'updateReseller',
  tag: 'Resellers',
  method: 'PATCH',
  path: '/v3/resellers/{resellerId}',
  summary: 'Change a reseller',
  description:
    'JSON merge patch (RFC 7396). `allowedUsers`, `allowedOrganizations` and `externalId` can only be changed with a token that is bound to no tenant. A limit may be lowered below what is used: it then only blocks new organizations. A patch that changes nothing writes and publishes nothing.',
  access: { permission: 'reseller:write', schemes: ['bearer'], tenant: 'reseller' },
  dryRun: true,
  params: ofReseller,
  body: {
    title: 'ResellerPatch',
    type: 'object',
    additionalProperties: false,
    properties: { ...patchFieldsOf(fields, required), ...readOnly },
  },
  requestExample: { allowedOrganizations: 50 },
  response: {
    status: 200,
    description: 'The reseller after the change.',
    schema: resellerSchema,
    example: { ...answer, allowedOrganizations: 50, version: 2, updatedAt: '2026-11-22T15:02:10.000Z' },
  },
  refusals: ['reseller-not-found', 'external-id-taken', 'version-mismatch', 'contention'],
  events: ['reseller.updated', 'reseller.limit.approaching', 'reseller.limit.reached'],
} as const satisfies Contract;

/** Deletes a reseller without organizations, for the platform operator. */
export const deleteReseller = {
  operationId: 'deleteReseller',
  tag: 'Resellers',
  method: 'DELETE',
  path: '/v3/resellers/{resellerId}',
  summary: 'Delete a reseller',
  description:
    'Deletes a reseller that has no organizations, and frees its external id. Its deleted organizations can then no longer be restored. The token must not be bound to a tenant.',
  access: { permission: 'reseller:write', schemes: ['bearer'], tenant: 'operator' },
  params: ofReseller,
  response: { status: 204, description: 'The reseller was deleted.' },
  refusals: ['reseller-not-found', 'reseller-not-empty', 'version-mismatch', 'contention'],
  events: ['reseller.deleted'],
} as const satisfies Contract;

const { externalId: _, ...otherFields } = fields;

/** Lets declarative tools name a reseller by their own id, for the platform operator. */
export const putReseller = {
  operationId: 'putReseller',
  tag: 'Resellers',
  method: 'PUT',
  path: '/v3/resellers-by-external-id/{externalId}',
  summary: 'Create or replace a reseller by its external id',
  description:
    'Creates the reseller with this external id (201), or replaces its fields and keeps its id and its organizations (200). An absent optional field is removed. If nothing differs, nothing is written or published. `If-Match` never creates, `If-None-Match: *` only creates. The token must not be bound to a tenant.',
  access: { permission: 'reseller:write', schemes: ['bearer'], tenant: 'operator' },
  creates: { permission: 'reseller:write' },
  dryRun: true,
  params: { type: 'object', additionalProperties: false, required: ['externalId'], properties: { externalId } },
  body: {
    title: 'WholeReseller',
    type: 'object',
    additionalProperties: false,
    required,
    properties: { ...otherFields, ...readOnly, externalId: { ...externalId, description: 'If given, it must equal that of the path.' } },
  },
  requestExample: { ...example, name: 'Contoso North' },
  response: {
    status: 200,
    description: 'The reseller after the change.',
    schema: resellerSchema,
    example: { ...answer, name: 'Contoso North', version: 2, updatedAt: '2026-11-22T15:02:10.000Z' },
  },
  refusals: ['version-mismatch', 'contention'],
  events: ['reseller.created', 'reseller.updated', 'reseller.limit.approaching', 'reseller.limit.reached'],
} as const satisfies Contract;
