import type { Contract } from '../shared/contract/contract.ts';
import { patchFieldsOf } from '../shared/contract/patch-schema.ts';
import { readOnlyOf } from '../shared/contract/read-only.ts';
import { answer, fields, ofReseller, required, resellerSchema } from './schemas.ts';

/** JSON merge patch of a reseller; only the operator changes its limits. */
export const updateReseller = {
  operationId: 'updateReseller',
  tag: 'Resellers',
  method: 'PATCH',
  path: '/v3/resellers/{resellerId}',
  summary: 'Change a reseller',
  description:
    'JSON merge patch (RFC 7396). `allowedUsers` and `allowedOrganizations` can only be changed with a token that is bound to no tenant. A limit may be lowered below what is used: it then only blocks new organizations. A patch that changes nothing writes and publishes nothing.',
  access: { permission: 'reseller:write', schemes: ['bearer'], tenant: 'reseller' },
  dryRun: true,
  params: ofReseller,
  body: {
    title: 'ResellerPatch',
    type: 'object',
    additionalProperties: false,
    properties: { ...patchFieldsOf(fields, required), ...readOnlyOf(resellerSchema, fields) },
  },
  requestExample: { allowedOrganizations: 50 },
  response: {
    status: 200,
    description: 'The reseller after the change.',
    schema: resellerSchema,
    example: { ...answer, allowedOrganizations: 50, version: 2, updatedAt: '2026-11-22T15:02:10.000Z' },
  },
  refusals: ['reseller-not-found', 'version-mismatch', 'contention'],
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
    'Deletes a reseller that has no organizations. Its deleted organizations can then no longer be restored. The token must not be bound to a tenant.',
  access: { permission: 'reseller:write', schemes: ['bearer'], tenant: 'operator' },
  params: ofReseller,
  response: { status: 204, description: 'The reseller was deleted.' },
  refusals: ['reseller-not-found', 'reseller-not-empty', 'version-mismatch', 'contention'],
  events: ['reseller.deleted'],
} as const satisfies Contract;
