import { answerNameSchema, exactNameSchema, nameSchema, VISIBLE_NAME } from '../shared/contract/name-schema.ts';
import { USER_ROLES } from '../shared/contract/permissions.ts';
import { email, int32Id, externalId as ownId, PHONE_PATTERN, stamps, text, USER_NAME_PATTERN } from '../shared/contract/schemas.ts';

/** The fields of a contact in requests. */
export const contactFields = {
  userName: {
    type: 'string',
    minLength: 1,
    maxLength: 255,
    pattern: USER_NAME_PATTERN,
    allOf: VISIBLE_NAME,
    description:
      'Unique in the installation without regard to case or surrounding space. The user name of HTTP Basic, so without a colon. A new one does not begin with `key-`, in any spelling, as those of API credentials do.',
  },
  firstName: nameSchema(255),
  lastName: nameSchema(255),
  email: email(255),
  phone: { type: 'string', pattern: PHONE_PATTERN, description: 'E.164.', examples: ['+14155552671'] },
  userRole: { enum: USER_ROLES, description: 'Not above the role of the calling user. A calling token needs all permissions of the role.' },
  isActive: { type: 'boolean', default: true },
  sendWelcomeEmail: { type: 'boolean', default: false, description: 'Sends one e-mail with a link to set a password.' },
} as const;

/** The id of a partner in its parent's own system. */
export const externalId = {
  ...ownId,
  description:
    "The id of the partner in its parent's own system, compared exactly; unique among the children of the parent. Only a caller above the partner changes it.",
} as const;

/** The fields of a partner in all answers. */
export const partnerFields = {
  name: { ...nameSchema(255), description: 'Unique in the installation without regard to case or surrounding space.' },
  reference: {
    ...exactNameSchema(255),
    description: 'Unique, compared exactly. The default is a generated UUIDv4. Equates to the Partner ID.',
  },
  billingId: text(50),
  externalId,
  isActive: { type: 'boolean', default: true },
} as const;

/** Sensitive: only GET of one partner returns it. */
export const verificationPhrase = {
  ...text(255),
  description: 'A phrase that identifies the partner on the phone. Returned only by GET of one partner.',
} as const;

/** A reference to another partner. */
export const parentReference = {
  title: 'ParentReference',
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  properties: { id: int32Id, name: nameSchema(255) },
  description: 'By id or by name; if both are given, they must agree.',
} as const;

/** The contact of a partner in requests. */
export const contactSchema = {
  title: 'ContactInput',
  type: 'object',
  additionalProperties: false,
  required: ['userName', 'firstName', 'lastName', 'email', 'phone', 'userRole'],
  properties: contactFields,
} as const;

/** The fields of a contact in answers. */
export const contactAnswerFields = {
  ...contactFields,
  userName: answerNameSchema(contactFields.userName),
  firstName: answerNameSchema(contactFields.firstName),
  lastName: answerNameSchema(contactFields.lastName),
} as const;

/** A partner as answers and events show it, without the verification phrase. */
export const partnerSchema = {
  title: 'Partner',
  type: 'object',
  additionalProperties: false,
  required: ['id', 'name', 'reference', 'isActive', 'contact', 'version', 'createdAt', 'updatedAt'],
  properties: {
    id: int32Id,
    ...partnerFields,
    name: answerNameSchema(partnerFields.name),
    reference: answerNameSchema(partnerFields.reference),
    parent: {
      ...parentReference,
      title: 'Parent',
      required: ['id', 'name'],
      properties: { id: int32Id, name: answerNameSchema(parentReference.properties.name) },
      description: 'Absent on a root partner.',
    },
    contact: {
      ...contactSchema,
      title: 'PartnerContact',
      required: ['id', ...contactSchema.required, 'isActive', 'sendWelcomeEmail'],
      properties: { id: int32Id, ...contactAnswerFields },
    },
    ...stamps,
  },
} as const;

/** The example in the documents. */
export const example = {
  name: 'Northwind Channel',
  reference: '7f1a54a5-94a8-4f0a-9a4c-5b1f3c1f6f0e',
  billingId: 'NW-2026',
  externalId: 'crm-815',
  isActive: true,
  contact: {
    userName: 'ada',
    firstName: 'Ada',
    lastName: 'Lovelace',
    email: 'ada@example.com',
    phone: '+14155552671',
    userRole: 'Partner Supervisor',
    isActive: true,
    sendWelcomeEmail: false,
  },
} as const;

export const answer = {
  id: 1804289383,
  ...example,
  parent: { id: 846930886, name: 'Root' },
  contact: { id: 1681692777, ...example.contact },
  version: 1,
  createdAt: '2026-11-22T14:15:22.000Z',
  updatedAt: '2026-11-22T14:15:22.000Z',
} as const;
