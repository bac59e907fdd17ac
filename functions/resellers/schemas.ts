import { answerNameSchema, nameSchema } from '../shared/contract/name-schema.ts';
import { allowance, email, externalId as ownId, stamps, text, textId } from '../shared/contract/schemas.ts';

/** The id of a reseller in the operator's own system. */
export const externalId = {
  ...ownId,
  description:
    "The id of the reseller in the operator's own system, compared exactly; unique in the installation. Only a token that is bound to no tenant changes it.",
} as const;

/** The fields of a reseller that a caller gives. */
export const fields = {
  name: nameSchema(256),
  email: email(256),
  description: text(256),
  allowedUsers: { ...allowance, description: 'Number of users that the reseller may allow one organization; -1 is unlimited.' },
  allowedOrganizations: { ...allowance, description: 'Number of organizations the reseller may have; -1 is unlimited.' },
  externalId,
} as const;

/** The fields that every reseller has; the others are optional. */
export const required = ['name', 'email', 'allowedUsers', 'allowedOrganizations'] as const;

/** A reseller as every answer and event shows it. */
export const resellerSchema = {
  title: 'Reseller',
  type: 'object',
  additionalProperties: false,
  required: ['id', ...required, 'version', 'createdAt', 'updatedAt'],
  properties: { id: textId, ...fields, name: answerNameSchema(fields.name), ...stamps },
} as const;

const count = { type: 'integer', minimum: -1 } as const;

/** The use of a reseller's limits, as answers and events show it. */
export const limitsSchema = {
  title: 'ResellerLimits',
  type: 'object',
  additionalProperties: false,
  required: ['resellerId', 'organizations'],
  properties: {
    resellerId: textId,
    organizations: {
      title: 'OrganizationLimit',
      type: 'object',
      additionalProperties: false,
      required: ['used', 'allowed', 'remaining'],
      properties: {
        used: { type: 'integer', minimum: 0, description: 'Organizations the reseller has; deleted ones do not count.' },
        allowed: { ...count, description: 'Organizations allowed; -1 is unlimited.' },
        remaining: { ...count, description: 'Organizations it may still create, 0 when it has more than allowed; -1 is unlimited.' },
      },
    },
  },
} as const;

/** The example of the documents and of sample webhooks. */
export const example = {
  name: 'Contoso Resale',
  email: 'ops@contoso.example',
  description: 'Reseller for the north',
  allowedUsers: 500,
  allowedOrganizations: 25,
  externalId: 'erp-1207',
} as const;

export const answer = {
  id: '019f2b6c-7a10-7cc3-9b0e-3d9c0f1f6a55',
  ...example,
  version: 1,
  createdAt: '2026-11-22T14:15:22.000Z',
  updatedAt: '2026-11-22T14:15:22.000Z',
} as const;

/** The path of one reseller. */
export const ofReseller = {
  type: 'object',
  additionalProperties: false,
  required: ['resellerId'],
  properties: { resellerId: textId },
} as const;
