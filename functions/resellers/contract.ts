import type { Contract } from '../shared/contract.ts';
import { allowance, email, line, stamps, text, textId } from '../shared/schemas.ts';

const fields = {
  name: line(256),
  email: email(256),
  description: text(256),
  allowedUsers: { ...allowance, description: 'Number of users the reseller may allow one organization; -1 is unlimited.' },
  allowedOrganizations: { ...allowance, description: 'Number of organizations the reseller may have; -1 is unlimited.' },
} as const;

/** A reseller as every answer and event shows it. */
export const resellerSchema = {
  title: 'Reseller',
  type: 'object',
  additionalProperties: false,
  required: ['id', 'name', 'email', 'allowedUsers', 'allowedOrganizations', 'version', 'createdAt', 'updatedAt'],
  properties: { id: textId, ...fields, ...stamps },
} as const;

const example = {
  name: 'Contoso Resale',
  email: 'ops@contoso.example',
  description: 'Reseller for the north',
  allowedUsers: 500,
  allowedOrganizations: 25,
} as const;

const answer = {
  id: '019f2b6c-7a10-7cc3-9b0e-3d9c0f1f6a55',
  ...example,
  version: 1,
  createdAt: '2026-11-22T14:15:22.000Z',
  updatedAt: '2026-11-22T14:15:22.000Z',
} as const;

/** Only the platform operator makes resellers. */
export const createReseller = {
  operationId: 'createReseller',
  tag: 'Resellers',
  method: 'POST',
  path: '/v3/resellers',
  summary: 'Create a reseller',
  description: 'Creates a reseller, under which organizations can be created. The token must not be bound to a tenant.',
  access: { permission: 'reseller:write', schemes: ['bearer'], tenant: 'operator' },
  body: {
    title: 'NewReseller',
    type: 'object',
    additionalProperties: false,
    required: ['name', 'email', 'allowedUsers', 'allowedOrganizations'],
    properties: fields,
  },
  requestExample: example,
  response: { status: 201, description: 'The reseller was created.', schema: resellerSchema, example: answer },
  refusals: [],
  events: ['reseller.created'],
} as const satisfies Contract;

/** A token bound to a reseller reads only its own. */
export const getReseller = {
  operationId: 'getReseller',
  tag: 'Resellers',
  method: 'GET',
  path: '/v3/resellers/{resellerId}',
  summary: 'Get a reseller',
  description: 'Answers one reseller.',
  access: { permission: 'reseller:read', schemes: ['bearer'], tenant: 'reseller' },
  params: { type: 'object', additionalProperties: false, required: ['resellerId'], properties: { resellerId: textId } },
  response: { status: 200, description: 'The reseller.', schema: resellerSchema, example: answer },
  refusals: ['reseller-not-found', 'version-mismatch'],
} as const satisfies Contract;
