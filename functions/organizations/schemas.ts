import { answerNameSchema, nameSchema } from '../shared/contract/name-schema.ts';
import { patchFieldsOf } from '../shared/contract/patch-schema.ts';
import { allowance, dateTime, email, metadataOf, externalId as ownId, stamps, text, textId } from '../shared/contract/schemas.ts';

const addressLines = {
  addressLine1: text(256),
  addressLine2: text(256),
  city: text(256),
  state: text(256),
  country: text(256),
  postalCode: text(256),
} as const;

/** The id of an organization in the caller's own system. */
export const externalId = {
  ...ownId,
  description: "The id of the organization in the caller's own system, compared exactly; unique within its reseller.",
} as const;

/** The most bytes of UTF-8 that the names and values of metadata may have together. */
export const MOST_METADATA_BYTES = 32 * 1024;

/** The fields of an organization that a caller gives. */
export const fields = {
  name: { ...nameSchema(256), description: 'Name of the organization; unique within its reseller without regard to case or white space.' },
  email: { ...email(256), description: 'Notification email of the organization.' },
  description: { ...text(256), description: 'Description for the organization.' },
  allowedUsers: {
    ...allowance,
    description: 'Max number of users the organization is allowed to create. Set to -1 to allow unlimited users.',
  },
  address: { title: 'Address', type: 'object', additionalProperties: false, properties: addressLines },
  externalId,
  metadata: {
    title: 'Metadata',
    ...metadataOf(text(512)),
    description: `Pairs of text for the caller's own use: at most 50, together at most ${MOST_METADATA_BYTES} bytes of UTF-8.`,
  },
} as const;

/** The fields that every organization has; the others are optional. */
const required = ['name', 'email', 'allowedUsers'] as const;

/** The same fields in a merge patch: `null` removes what is optional. */
export const patchFields = patchFieldsOf(fields, required);

/** An organization as every answer and event shows it. */
export const organizationSchema = {
  title: 'Organization',
  type: 'object',
  additionalProperties: false,
  required: ['id', 'createdAt', 'updatedAt', ...required, 'version'],
  properties: { id: textId, ...fields, name: answerNameSchema(fields.name), ...stamps },
} as const;

/** An organization in a list; a deleted one says since when and until when it can be restored. */
export const listedOrganizationSchema = {
  ...organizationSchema,
  title: 'ListedOrganization',
  properties: {
    ...organizationSchema.properties,
    deletedAt: { ...dateTime, description: 'Only of a deleted organization.' },
    purgeAt: { ...dateTime, description: 'Only of a deleted organization, which can be restored until then.' },
  },
} as const;

/** The reseller of an organization, which the path names. */
export const resellerId = {
  ...text(256),
  description: "The reseller's id; if given and not empty, it must equal that of the path.",
} as const;

/** A new organization. */
export const newOrganization = {
  title: 'OrganizationInput',
  type: 'object',
  additionalProperties: false,
  required,
  properties: { ...fields, resellerId },
} as const;

/** The example of the documents and of sample webhooks. */
export const example = {
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
  externalId: 'crm-4711',
  metadata: { costCentre: 'NW-2026' },
} as const;

export const answer = {
  id: '019f2b6c-91d4-7d2a-8f11-0c5a2b7a9e31',
  createdAt: '2026-11-22T14:15:22.000Z',
  updatedAt: '2026-11-22T14:15:22.000Z',
  ...example,
  version: 1,
} as const;

/** The path of one organization. */
export const oneOf = {
  type: 'object',
  additionalProperties: false,
  required: ['resellerId', 'id'],
  properties: { resellerId: textId, id: textId },
} as const;
