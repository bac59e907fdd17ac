import type { FromSchema } from 'json-schema-to-ts';
import type { Contract } from '../shared/contract/contract.ts';
import { dotted, int32Id } from '../shared/contract/schemas.ts';
import {
  answer,
  contactFields,
  contactSchema,
  example,
  parentReference,
  partnerFields,
  partnerSchema,
  verificationPhrase,
} from './schemas.ts';

/** The seed's "Create a Partner"; its query parameters stand for fields of the body. */
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
  dryRun: true,
  query: {
    title: 'PartnerQuery',
    type: 'object',
    additionalProperties: false,
    properties: {
      ...partnerFields,
      verificationPhrase,
      ...dotted('parent', parentReference.properties),
      ...dotted('contact', contactFields),
    },
  },
  body: {
    title: 'PartnerInput',
    type: 'object',
    additionalProperties: false,
    required: ['name', 'contact'],
    properties: {
      ...partnerFields,
      verificationPhrase,
      parent: parentReference,
      contact: contactSchema,
    },
  },
  requestExample: { ...example, verificationPhrase: 'blue heron', parent: { id: 846930886 } },
  response: { status: 201, description: 'The partner was created.', schema: partnerSchema, example: answer },
  refusals: [
    'parent-not-found',
    'parent-inactive',
    'role-too-high',
    'depth-exceeded',
    'name-taken',
    'reference-taken',
    'external-id-taken',
    'user-name-taken',
    'limit-reached',
  ],
  events: ['partner.created'],
} as const satisfies Contract;

/** The only answer that holds the verification phrase. */
export const getPartner = {
  operationId: 'getPartner',
  tag: 'Partners',
  method: 'GET',
  path: '/v1/partners/{id}',
  summary: 'Get a partner',
  description: 'Returns the caller itself or a partner below it. Anything above or beside it is 404.',
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
