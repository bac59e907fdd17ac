import type { Contract } from '../../shared/contract/contract.ts';
import { dateTime, int32Id, pageOf, paging } from '../../shared/contract/schemas.ts';

const credentialId = { type: 'string', minLength: 1, maxLength: 64, pattern: '^[0-9a-f]+$' } as const;
const userRole = {
  enum: ['Partner Supervisor', 'Partner User'],
  description: 'The role of the credential. The caller must have every permission of the role, and no lower role itself.',
} as const;

const properties = {
  id: credentialId,
  userName: { type: 'string', description: 'The user name of HTTP Basic.' },
  userRole,
  createdAt: dateTime,
  lastUsedAt: { ...dateTime, description: 'Exact to the hour; absent when never used.' },
} as const;

const credentialSchema = {
  title: 'Credential',
  type: 'object',
  additionalProperties: false,
  required: ['id', 'userName', 'userRole', 'createdAt'],
  properties,
} as const;

const ofPartner = { type: 'object', additionalProperties: false, required: ['id'], properties: { id: int32Id } } as const;

const example = {
  id: '5f3a1c0e9d7b42868f10',
  userName: 'key-5f3a1c0e9d7b42868f10',
  userRole: 'Partner User',
  createdAt: '2026-11-22T14:15:22.000Z',
} as const;

const access = { permission: 'credential:write', schemes: ['bearer', 'basic'], tenant: 'partner' } as const;

/** An API credential; the only answer that holds its secret. */
export const createCredential = {
  operationId: 'createCredential',
  tag: 'Credentials',
  method: 'POST',
  path: '/v1/partners/{id}/credentials',
  summary: 'Create an API credential',
  description:
    'Creates a user name and a secret for programs of the partner to sign in with (HTTP Basic). The secret is in this response only: a replay of the same Idempotency-Key does not contain it. A partner may have two, so that one can be replaced while the other is in use.',
  access,
  params: ofPartner,
  body: { title: 'CredentialInput', type: 'object', additionalProperties: false, required: ['userRole'], properties: { userRole } },
  requestExample: { userRole: 'Partner User' },
  response: {
    status: 201,
    description: 'The credential was created.',
    schema: {
      ...credentialSchema,
      title: 'CredentialWithSecret',
      properties: { ...properties, secret: { type: 'string', description: 'Shown once: the password of HTTP Basic.' } },
    },
    example: { ...example, secret: 'Yt0y1P4J5w0m6cX3xk2Qd8uVb7nZr9aLhEfGsTiOpWk' },
  },
  refusals: ['partner-not-found', 'role-too-high', 'limit-reached'],
} as const satisfies Contract;

/** The API credentials of a partner, without their secrets. */
export const listCredentials = {
  operationId: 'listCredentials',
  tag: 'Credentials',
  method: 'GET',
  path: '/v1/partners/{id}/credentials',
  summary: 'List API credentials',
  description:
    'Returns the API credentials of the partner in creation order, without their secrets. The list is eventually consistent, mostly within a fraction of a second; a revoked credential is refused in writes at once, in reads within 60 seconds.',
  access,
  params: ofPartner,
  query: { type: 'object', additionalProperties: false, properties: paging },
  response: {
    status: 200,
    description: 'A page of credentials.',
    schema: { title: 'CredentialPage', ...pageOf(credentialSchema) },
    example: { data: [example], next: null },
  },
  refusals: ['partner-not-found'],
} as const satisfies Contract;

/** Revokes an API credential. */
export const deleteCredential = {
  operationId: 'deleteCredential',
  tag: 'Credentials',
  method: 'DELETE',
  path: '/v1/partners/{id}/credentials/{credentialId}',
  summary: 'Revoke an API credential',
  description:
    'The credential can no longer sign in: in writes at once, in reads within 60 seconds, for which functions remember what they verified.',
  access,
  params: {
    type: 'object',
    additionalProperties: false,
    required: ['id', 'credentialId'],
    properties: { id: int32Id, credentialId },
  },
  response: { status: 204, description: 'The credential was revoked.' },
  refusals: ['partner-not-found', 'credential-not-found', 'contention'],
} as const satisfies Contract;
