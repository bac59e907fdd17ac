import type { FromSchema } from 'json-schema-to-ts';
import type { Contract } from '../shared/contract.ts';
import { USER_ROLES } from '../shared/permissions.ts';
import { email, int32Id, line, PHONE_PATTERN, stamps, text, USER_NAME_PATTERN } from '../shared/schemas.ts';

const contactFields = {
  userName: {
    type: 'string',
    minLength: 1,
    maxLength: 255,
    pattern: USER_NAME_PATTERN,
    description: 'Unique in the installation without regard to case or surrounding space. The user name of HTTP Basic, so without a colon.',
  },
  firstName: line(255),
  lastName: line(255),
  email: email(255),
  phone: { type: 'string', pattern: PHONE_PATTERN, description: 'E.164.', examples: ['+14155552671'] },
  userRole: { enum: USER_ROLES, description: "Never above the creator's own." },
  isActive: { type: 'boolean', default: true },
  sendWelcomeEmail: { type: 'boolean', default: false, description: 'Whether one e-mail with a link to set a password is to be sent.' },
} as const;

const partnerFields = {
  name: { ...line(255), description: 'Unique in the installation without regard to case or surrounding space.' },
  reference: { ...line(255), description: 'Unique; a uuidv4 is generated when absent. Equates to the Partner ID.' },
  billingId: text(50),
  isActive: { type: 'boolean', default: true },
} as const;

const verificationPhrase = {
  ...text(255),
  description: 'A phrase the partner proves itself with on the phone. Answered only by GET of one partner.',
} as const;

const parent = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  properties: { id: int32Id, name: line(255) },
} as const;

/** The contact of a partner as a caller gives it. */
export const contactSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['userName', 'firstName', 'lastName', 'email', 'phone', 'userRole'],
  properties: contactFields,
} as const;

/** A partner as every answer and event shows it; the verification phrase is not in it. */
export const partnerSchema = {
  title: 'Partner',
  type: 'object',
  additionalProperties: false,
  required: ['id', 'name', 'reference', 'isActive', 'contact', 'version', 'createdAt', 'updatedAt'],
  properties: {
    id: int32Id,
    ...partnerFields,
    parent: { ...parent, required: ['id', 'name'], description: 'Absent on a root partner.' },
    contact: {
      ...contactSchema,
      required: ['id', ...contactSchema.required, 'isActive', 'sendWelcomeEmail'],
      properties: { id: int32Id, ...contactFields },
    },
    ...stamps,
  },
} as const;

const example = {
  name: 'Northwind Channel',
  reference: '7f1a54a5-94a8-4f0a-9a4c-5b1f3c1f6f0e',
  billingId: 'NW-2026',
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

const answer = {
  id: 1804289383,
  ...example,
  parent: { id: 846930886, name: 'Root' },
  contact: { id: 1681692777, ...example.contact },
  version: 1,
  createdAt: '2026-11-22T14:15:22.000Z',
  updatedAt: '2026-11-22T14:15:22.000Z',
} as const;

/** The seed's "Create a Partner"; its query parameters are twins of the body's fields. */
export const createPartner = {
  operationId: 'createPartner',
  tag: 'Partners',
  method: 'POST',
  path: '/v1/partners',
  summary: 'Create a partner',
  description:
    'Creates a (sub) partner below the caller. Every field may also be given as a query parameter, nested ones with a dot; a value given in both must be equal. Only an unbound token may omit `parent`, which makes a root partner.',
  access: { permission: 'partner:create', schemes: ['bearer', 'basic'], tenant: 'partner' },
  queryTwins: true,
  query: {
    type: 'object',
    additionalProperties: false,
    properties: {
      ...partnerFields,
      verificationPhrase,
      'parent.id': int32Id,
      'parent.name': line(255),
      'contact.userName': contactFields.userName,
      'contact.firstName': contactFields.firstName,
      'contact.lastName': contactFields.lastName,
      'contact.email': contactFields.email,
      'contact.phone': contactFields.phone,
      'contact.userRole': contactFields.userRole,
      'contact.isActive': contactFields.isActive,
      'contact.sendWelcomeEmail': contactFields.sendWelcomeEmail,
    },
  },
  body: {
    title: 'NewPartner',
    type: 'object',
    additionalProperties: false,
    required: ['name', 'contact'],
    properties: {
      ...partnerFields,
      verificationPhrase,
      parent: { ...parent, description: 'By id or by name; both given must agree. Required unless the caller is an unbound token.' },
      contact: contactSchema,
    },
  },
  requestExample: { ...example, verificationPhrase: 'blue heron', parent: { id: 846930886 } },
  response: { status: 201, description: 'The partner was created.', schema: partnerSchema, example: answer },
  refusals: ['parent-not-found', 'parent-inactive', 'role-too-high', 'depth-exceeded', 'name-taken', 'reference-taken', 'user-name-taken'],
  events: ['partner.created'],
} as const satisfies Contract;

/** The only answer that holds the verification phrase. */
export const getPartner = {
  operationId: 'getPartner',
  tag: 'Partners',
  method: 'GET',
  path: '/v1/partners/{id}',
  summary: 'Get a partner',
  description: 'Answers the caller itself or a partner below it. Anything above or beside it is 404.',
  access: { permission: 'partner:read', schemes: ['bearer', 'basic'], tenant: 'partner' },
  params: { type: 'object', additionalProperties: false, required: ['id'], properties: { id: int32Id } },
  response: {
    status: 200,
    description: 'The partner.',
    schema: { ...partnerSchema, title: 'PartnerWithPhrase', properties: { ...partnerSchema.properties, verificationPhrase } },
    example: { ...answer, verificationPhrase: 'blue heron' },
  },
  refusals: ['partner-not-found', 'version-mismatch'],
} as const satisfies Contract;

export type PartnerAnswer = FromSchema<typeof getPartner.response.schema>;
