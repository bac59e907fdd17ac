import type { Contract } from '../../shared/contract/contract.ts';
import { readOnlyOf } from '../../shared/contract/read-only.ts';
import { int32Id, pageOf, paging } from '../../shared/contract/schemas.ts';
import { contactFields, contactSchema } from '../schemas.ts';
import { answer, contactAnswerSchema, example } from './schemas.ts';

const ofPartner = { type: 'object', additionalProperties: false, required: ['id'], properties: { id: int32Id } } as const;
const ofContact = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'contactId'],
  properties: { id: int32Id, contactId: int32Id },
} as const;

/** One more contact of a partner. */
export const createContact = {
  operationId: 'createContact',
  tag: 'Contacts',
  method: 'POST',
  path: '/v1/partners/{id}/contacts',
  summary: 'Create a contact',
  description:
    'Creates a contact of the caller itself or of a partner below it. The caller must have every permission of the `userRole` that it gives, else 403.',
  access: { permission: 'partner:update', schemes: ['bearer', 'basic'], tenant: 'partner' },
  dryRun: true,
  params: ofPartner,
  body: contactSchema,
  requestExample: { ...example, sendWelcomeEmail: true },
  response: { status: 201, description: 'The contact was created.', schema: contactAnswerSchema, example: answer },
  refusals: ['partner-not-found', 'role-too-high', 'user-name-taken', 'limit-reached'],
  events: ['partner.contact.created'],
} as const satisfies Contract;

/** The contacts of a partner. */
export const listContacts = {
  operationId: 'listContacts',
  tag: 'Contacts',
  method: 'GET',
  path: '/v1/partners/{id}/contacts',
  summary: 'List contacts',
  description:
    'Returns the contacts of a partner in creation order. The list is eventually consistent, mostly within a fraction of a second.',
  access: { permission: 'partner:read', schemes: ['bearer', 'basic'], tenant: 'partner' },
  params: ofPartner,
  query: { type: 'object', additionalProperties: false, properties: paging },
  response: {
    status: 200,
    description: 'A page of contacts.',
    schema: { title: 'ContactPage', ...pageOf(contactAnswerSchema) },
    example: { data: [answer], next: null },
  },
  refusals: ['partner-not-found'],
} as const satisfies Contract;

/** One contact. */
export const getContact = {
  operationId: 'getContact',
  tag: 'Contacts',
  method: 'GET',
  path: '/v1/partners/{id}/contacts/{contactId}',
  summary: 'Get a contact',
  description: 'Returns one contact of the partner.',
  access: { permission: 'partner:read', schemes: ['bearer', 'basic'], tenant: 'partner' },
  params: ofContact,
  response: { status: 200, description: 'The contact.', schema: contactAnswerSchema, example: answer },
  refusals: ['partner-not-found', 'contact-not-found', 'version-mismatch'],
} as const satisfies Contract;

/** Sends a contact another link to set its password. */
export const resendWelcome = {
  operationId: 'resendWelcome',
  tag: 'Contacts',
  method: 'POST',
  path: '/v1/partners/{id}/contacts/{contactId}:resend-welcome',
  summary: 'Send the welcome e-mail again',
  description:
    'Sends the contact a welcome e-mail with a new link, whether or not it was sent one before or has a password, which stays until another is set. Every earlier link of the contact is void. The e-mail counts for the limits of welcome e-mails. The caller must have every permission of the role of the contact, else 403. The contact gets a new version.',
  access: { permission: 'partner:update', schemes: ['bearer', 'basic'], tenant: 'partner' },
  params: ofContact,
  response: {
    status: 202,
    description: 'The e-mail is being sent.',
    schema: contactAnswerSchema,
    example: { ...answer, version: 2, updatedAt: '2026-11-22T15:02:10.000Z' },
  },
  refusals: ['partner-not-found', 'contact-not-found', 'contact-inactive', 'role-too-high', 'limit-reached'],
  events: ['partner.contact.reinvited'],
} as const satisfies Contract;

/** JSON merge patch of a contact. */
export const updateContact = {
  operationId: 'updateContact',
  tag: 'Contacts',
  method: 'PATCH',
  path: '/v1/partners/{id}/contacts/{contactId}',
  summary: 'Change a contact',
  description:
    'JSON merge patch (RFC 7396). The last active Partner Supervisor of a partner can be neither deactivated nor given another role. A new user name keeps the password. A new role, a new e-mail address, a welcome e-mail and an activation give somebody the role of the contact: the caller must have every permission of it, else 403.',
  access: { permission: 'partner:update', schemes: ['bearer', 'basic'], tenant: 'partner' },
  dryRun: true,
  params: ofContact,
  body: {
    title: 'ContactPatch',
    type: 'object',
    additionalProperties: false,
    properties: {
      ...contactFields,
      isActive: { type: 'boolean' },
      sendWelcomeEmail: { type: 'boolean' },
      ...readOnlyOf(contactAnswerSchema, contactFields),
    },
  },
  requestExample: { phone: '+441312345678' },
  response: {
    status: 200,
    description: 'The contact after the change.',
    schema: contactAnswerSchema,
    example: { ...answer, phone: '+441312345678', version: 2, updatedAt: '2026-11-22T15:02:10.000Z' },
  },
  refusals: [
    'partner-not-found',
    'contact-not-found',
    'role-too-high',
    'user-name-taken',
    'last-supervisor',
    'limit-reached',
    'version-mismatch',
    'contention',
  ],
  events: ['partner.contact.updated', 'partner.updated'],
} as const satisfies Contract;
