import type { Contract } from '../shared/contract.ts';
import { allowance, email, line, stamps, text, textId } from '../shared/schemas.ts';

const fields = {
  name: { ...line(256), description: 'Name of the organization; unique within its reseller without regard to case or white space.' },
  email: { ...email(256), description: 'Notification email of the organization.' },
  description: { ...text(256), description: 'Description for the organization.' },
  allowedUsers: {
    ...allowance,
    description: 'Max number of users the organization is allowed to create. Set to -1 to allow unlimited users.',
  },
  address: {
    type: 'object',
    additionalProperties: false,
    properties: {
      addressLine1: text(256),
      addressLine2: text(256),
      city: text(256),
      state: text(256),
      country: text(256),
      postalCode: text(256),
    },
  },
} as const;

/** An organization as every answer and event shows it. */
export const organizationSchema = {
  title: 'Organization',
  type: 'object',
  additionalProperties: false,
  required: ['id', 'createdAt', 'updatedAt', 'name', 'email', 'allowedUsers', 'version'],
  properties: { id: textId, ...fields, ...stamps },
} as const;

const example = {
  name: 'Fabrikam Ltd',
  email: 'it@fabrikam.example',
  description: 'Head office',
  allowedUsers: 40,
  address: {
    addressLine1: '1 Harbour Street',
    addressLine2: 'Floor 3',
    city: 'Leith',
    state: 'Midlothian',
    country: 'GB',
    postalCode: 'EH6 6QQ',
  },
} as const;

const answer = {
  id: '019f2b6c-91d4-7d2a-8f11-0c5a2b7a9e31',
  createdAt: '2026-11-22T14:15:22.000Z',
  updatedAt: '2026-11-22T14:15:22.000Z',
  ...example,
  version: 1,
} as const;

/** The seed's "Create a reseller organization". */
export const createOrganization = {
  operationId: 'createOrganization',
  tag: 'Organizations',
  method: 'POST',
  path: '/v3/resellers/{resellerId}/organizations',
  summary: 'Create a reseller organization',
  description:
    'Creates a new reseller organization. The reseller must exist and have room; `allowedUsers` may not exceed what the reseller is allowed.',
  access: { permission: 'reseller:organization:create', schemes: ['bearer'], tenant: 'reseller' },
  params: { type: 'object', additionalProperties: false, required: ['resellerId'], properties: { resellerId: textId } },
  body: {
    title: 'NewOrganization',
    type: 'object',
    additionalProperties: false,
    required: ['name', 'email', 'allowedUsers'],
    properties: {
      ...fields,
      resellerId: { ...text(256), description: "The reseller's id; when given and not empty it must equal the path's." },
    },
  },
  requestExample: example,
  response: { status: 201, description: 'The organization was created.', schema: organizationSchema, example: answer },
  refusals: ['reseller-not-found', 'limit-reached', 'name-taken'],
  events: ['reseller.organization.created'],
} as const satisfies Contract;

/** An organization of another reseller is not found under this one. */
export const getOrganization = {
  operationId: 'getOrganization',
  tag: 'Organizations',
  method: 'GET',
  path: '/v3/resellers/{resellerId}/organizations/{id}',
  summary: 'Get a reseller organization',
  description: 'Answers one organization of the reseller.',
  access: { permission: 'reseller:organization:read', schemes: ['bearer'], tenant: 'reseller' },
  params: {
    type: 'object',
    additionalProperties: false,
    required: ['resellerId', 'id'],
    properties: { resellerId: textId, id: textId },
  },
  response: { status: 200, description: 'The organization.', schema: organizationSchema, example: answer },
  refusals: ['organization-not-found', 'version-mismatch'],
} as const satisfies Contract;
