import { EVENT_NAMES } from '../events/event-names.ts';
import type { Contract } from '../shared/contract/contract.ts';
import { readOnlyOf } from '../shared/contract/read-only.ts';
import { paging, sort, textId } from '../shared/contract/schemas.ts';
import { answer, example, fields, oneWebhook, token, webhookSchema } from './schemas.ts';

const write = { permission: 'webhook:write', schemes: ['bearer'], tenant: 'any' } as const;
const read = { permission: 'webhook:read', schemes: ['bearer'], tenant: 'any' } as const;

/** A tenant's own token makes endpoints for that tenant only. */
export const createWebhook = {
  operationId: 'createWebhook',
  tag: 'Webhooks',
  method: 'POST',
  path: '/v3/webhooks',
  summary: 'Create a webhook endpoint',
  description:
    'Creates an endpoint that receives the events it subscribes to. A token that is bound to a tenant creates an endpoint of that tenant, which receives its events only; each tenant has a quota of them. The endpoint is `pending` until EventBridge has been set up for it and that has taken effect, which takes a minute or two.',
  access: write,
  body: {
    title: 'WebhookEndpointInput',
    type: 'object',
    additionalProperties: false,
    required: ['name', 'url', 'token', 'events'],
    properties: {
      ...fields,
      token,
      resellerId: {
        ...textId,
        description: 'Receives only the events of this reseller; a token bound to a reseller may only name its own.',
      },
    },
  },
  requestExample: { ...example, token: 'k9fT2vLq8sYw4mRzX1bN7cJd' },
  response: { status: 201, description: 'The endpoint was created.', schema: webhookSchema, example: { ...answer, status: 'pending' } },
  refusals: ['reseller-not-found', 'quota-reached'],
} as const satisfies Contract;

/** Of whom one may manage. */
export const listWebhooks = {
  operationId: 'listWebhooks',
  tag: 'Webhooks',
  method: 'GET',
  path: '/v3/webhooks',
  summary: 'List webhook endpoints',
  description:
    "Returns the endpoints of the caller's tenant, or with an unbound token all, in creation order, as a bare array; `Link` leads to the next page.",
  access: read,
  query: {
    type: 'object',
    additionalProperties: false,
    properties: { resellerId: { ...textId, description: 'Only those that receive the events of this reseller.' }, sort, ...paging },
  },
  response: {
    status: 200,
    description: 'A page of endpoints.',
    schema: { title: 'WebhookEndpointList', type: 'array', items: webhookSchema },
    example: [answer],
  },
  refusals: [],
} as const satisfies Contract;

/** The endpoint of another tenant is not found. */
export const getWebhook = {
  operationId: 'getWebhook',
  tag: 'Webhooks',
  method: 'GET',
  path: '/v3/webhooks/{id}',
  summary: 'Get a webhook endpoint',
  description: 'Returns one endpoint, with its health and the reason.',
  access: read,
  params: oneWebhook,
  response: { status: 200, description: 'The endpoint.', schema: webhookSchema, example: answer },
  refusals: ['webhook-not-found', 'version-mismatch'],
} as const satisfies Contract;

/** JSON merge patch of an endpoint; also how a suspended one is resumed. */
export const updateWebhook = {
  operationId: 'updateWebhook',
  tag: 'Webhooks',
  method: 'PATCH',
  path: '/v3/webhooks/{id}',
  summary: 'Change a webhook endpoint',
  description:
    'JSON merge patch (RFC 7396). A new `token` replaces the old one. A `url` of another origin (scheme, host, port) needs a new `token`; webhooks that are being retried by then still go to the former address, with its token, for up to 24 hours. `enabled: true` resumes an endpoint that was suspended; with `enabled: false` nothing new is sent to it after some seconds, while webhooks that are being retried may still come for up to 24 hours (DELETE dead-letters them). The owner of an endpoint cannot be changed. A patch that changes nothing writes nothing.',
  access: write,
  params: oneWebhook,
  body: {
    title: 'WebhookEndpointPatch',
    type: 'object',
    additionalProperties: false,
    properties: { ...fields, token, ...readOnlyOf(webhookSchema, fields) },
  },
  requestExample: { events: ['reseller.*'] },
  response: {
    status: 200,
    description: 'The endpoint after the change.',
    schema: webhookSchema,
    example: { ...answer, events: ['reseller.*'], status: 'pending', version: 2, updatedAt: '2026-11-22T15:02:10.000Z' },
  },
  refusals: ['webhook-not-found', 'version-mismatch', 'contention'],
} as const satisfies Contract;

/** Sends a sample the way every webhook goes. */
export const testWebhook = {
  operationId: 'testWebhook',
  tag: 'Webhooks',
  method: 'POST',
  path: '/v3/webhooks/{id}/test',
  summary: 'Send a test webhook',
  description:
    'Sends a sample of an event to this endpoint only, along the path of every webhook: the table, its stream, the bus, the rule, the connection. It is retried and logged like any other. Its `Webhook-Id`, which is signed, begins with `test-`. The endpoint need not subscribe to the event.',
  access: write,
  params: oneWebhook,
  body: {
    title: 'WebhookTestInput',
    type: 'object',
    additionalProperties: false,
    properties: {
      event: {
        type: 'string',
        enum: EVENT_NAMES,
        description: 'The event to send a sample of; by default the first that it subscribes to.',
      },
    },
  },
  requestExample: { event: 'reseller.organization.created' },
  response: {
    status: 202,
    description: 'The test is being sent.',
    schema: {
      title: 'WebhookTestSent',
      type: 'object',
      additionalProperties: false,
      required: ['eventId', 'event'],
      properties: { eventId: { ...textId, description: 'Its `Webhook-Id`.' }, event: { enum: EVENT_NAMES } },
    },
    example: { eventId: 'test-019f2b6c-b0aa-7c11-9e44-2d7f3c5b8a10', event: 'reseller.organization.created' },
  },
  refusals: ['webhook-not-found', 'webhook-not-receiving'],
} as const satisfies Contract;

/** Webhooks on their way to a deleted endpoint become dead letters. */
export const deleteWebhook = {
  operationId: 'deleteWebhook',
  tag: 'Webhooks',
  method: 'DELETE',
  path: '/v3/webhooks/{id}',
  summary: 'Delete a webhook endpoint',
  description: 'Nothing more is sent to it after some seconds. Webhooks that are being retried for it become dead letters.',
  access: write,
  params: oneWebhook,
  response: { status: 204, description: 'The endpoint was deleted.' },
  refusals: ['webhook-not-found', 'version-mismatch', 'contention'],
} as const satisfies Contract;
