import type { Contract } from '../shared/contract/contract.ts';
import { removable } from '../shared/contract/patch-schema.ts';
import { readOnlyOf } from '../shared/contract/read-only.ts';
import { int32Id, line, pageOf, paging } from '../shared/contract/schemas.ts';
import {
  answer,
  contactFields,
  contactSchema,
  example,
  externalId,
  parentReference,
  partnerFields,
  partnerSchema,
  verificationPhrase,
} from './schemas.ts';

const readOnly = readOnlyOf(partnerSchema, { ...partnerFields, parent: parentReference, contact: contactSchema });

/** The children of a partner, or the partner a unique value names. */
export const listPartners = {
  operationId: 'listPartners',
  tag: 'Partners',
  method: 'GET',
  path: '/v1/partners',
  summary: 'List partners',
  description:
    'Returns the direct children of a partner, in creation order; of the caller itself by default, and for an unbound token the roots. `reference` and `name` look one partner up, among all the caller may see; `externalId` finds one of the children. A page filtered by `isActive` may be shorter than its limit and still have a next one. The list of children is eventually consistent, mostly within a fraction of a second; a look-up by `reference`, `name` or `externalId` is strongly consistent.',
  access: { permission: 'partner:read', schemes: ['bearer', 'basic'], tenant: 'partner' },
  query: {
    type: 'object',
    additionalProperties: false,
    properties: {
      partner: { ...line(255), description: 'Id or name of the partner whose children are listed.' },
      reference: { ...line(255), description: 'Exact.' },
      name: { ...line(255), description: 'Without regard to case or white space.' },
      externalId: { ...externalId, description: 'Of one of the children, compared exactly.' },
      isActive: { type: 'boolean' },
      ...paging,
    },
  },
  response: {
    status: 200,
    description: 'A page of partners.',
    schema: { title: 'PartnerPage', ...pageOf(partnerSchema) },
    example: { data: [answer], next: null },
  },
  refusals: ['partner-not-found'],
} as const satisfies Contract;

/** JSON merge patch of a partner; a new parent moves the whole branch. */
export const updatePartner = {
  operationId: 'updatePartner',
  tag: 'Partners',
  method: 'PATCH',
  path: '/v1/partners/{id}',
  summary: 'Change a partner',
  description:
    'JSON merge patch (RFC 7396). A new `parent` moves the partner with all below it, in one transaction. A partner cannot change its own `externalId`. `contact` changes the contact, or with `{ id }` alone names another contact of the partner; such a change follows the rules of `PATCH …/contacts/{contactId}`. A patch that changes nothing writes and publishes nothing.',
  access: { permission: 'partner:update', schemes: ['bearer', 'basic'], tenant: 'partner' },
  dryRun: true,
  params: { type: 'object', additionalProperties: false, required: ['id'], properties: { id: int32Id } },
  body: {
    title: 'PartnerPatch',
    type: 'object',
    additionalProperties: false,
    properties: {
      ...partnerFields,
      isActive: { type: 'boolean' },
      billingId: removable(partnerFields.billingId),
      externalId: removable(externalId),
      verificationPhrase: removable(verificationPhrase),
      parent: parentReference,
      contact: {
        title: 'PartnerContactPatch',
        type: 'object',
        additionalProperties: false,
        minProperties: 1,
        properties: { id: int32Id, ...contactFields, isActive: { type: 'boolean' }, sendWelcomeEmail: { type: 'boolean' } },
      },
      ...readOnly,
    },
  },
  requestExample: { billingId: 'NW-2027', contact: { phone: '+441312345678' } },
  response: {
    status: 200,
    description: 'The partner after the change.',
    schema: partnerSchema,
    example: { ...answer, billingId: 'NW-2027', version: 2, updatedAt: '2026-11-22T15:02:10.000Z' },
  },
  refusals: [
    'partner-not-found',
    'contact-not-found',
    'parent-not-found',
    'parent-inactive',
    'would-create-cycle',
    'depth-exceeded',
    'branch-too-large',
    'name-taken',
    'reference-taken',
    'external-id-taken',
    'user-name-taken',
    'role-too-high',
    'limit-reached',
    'last-supervisor',
    'version-mismatch',
    'contention',
  ],
  events: ['partner.updated', 'partner.moved', 'partner.deactivated', 'partner.reactivated'],
} as const satisfies Contract;

const { externalId: _, ...otherFields } = partnerFields;

/** Lets declarative tools name a child of a partner by their own id. */
export const putPartner = {
  operationId: 'putPartner',
  tag: 'Partners',
  method: 'PUT',
  path: '/v1/partners-by-external-id/{externalId}',
  summary: 'Create or replace a partner by its external id',
  description:
    'Creates the partner with this external id below `parent` (201, which also needs `partner:create`), or replaces its fields and keeps its id (200). Only an unbound token may omit `parent`, which means the root partners. An absent optional field is removed; an absent `reference` or `isActive` stays as it is, and so do those two flags of the contact. The contact is the present one of the partner. If nothing differs, nothing is written or published. `If-Match` never creates, `If-None-Match: *` only creates.',
  access: { permission: 'partner:update', schemes: ['bearer', 'basic'], tenant: 'partner' },
  creates: { permission: 'partner:create' },
  dryRun: true,
  params: { type: 'object', additionalProperties: false, required: ['externalId'], properties: { externalId } },
  body: {
    title: 'WholePartner',
    type: 'object',
    additionalProperties: false,
    required: ['name', 'contact'],
    properties: {
      ...otherFields,
      isActive: { type: 'boolean' },
      verificationPhrase,
      parent: parentReference,
      contact: {
        ...contactSchema,
        title: 'WholePartnerContact',
        properties: { id: int32Id, ...contactFields, isActive: { type: 'boolean' }, sendWelcomeEmail: { type: 'boolean' } },
      },
      ...readOnly,
      externalId: { ...externalId, description: 'If given, it must equal that of the path.' },
    },
  },
  requestExample: { ...example, billingId: 'NW-2027', parent: { id: 846930886 } },
  response: {
    status: 200,
    description: 'The partner after the change.',
    schema: partnerSchema,
    example: { ...answer, billingId: 'NW-2027', version: 2, updatedAt: '2026-11-22T15:02:10.000Z' },
  },
  refusals: [
    'parent-not-found',
    'parent-inactive',
    'depth-exceeded',
    'name-taken',
    'reference-taken',
    'user-name-taken',
    'role-too-high',
    'limit-reached',
    'last-supervisor',
    'version-mismatch',
    'contention',
  ],
  events: ['partner.created', 'partner.updated', 'partner.deactivated', 'partner.reactivated'],
} as const satisfies Contract;
