import { DELIVERED_NAMES } from '../events/event-names.ts';
import { dateTime, textId } from '../shared/contract/schemas.ts';
import { RESOURCES } from '../shared/table/events.ts';

/**
 * The result of a delivery: `dead-letter`, `redelivered` after it, or `delivered`, which only the
 * embedded runtime sees.
 */
export const RESULTS = ['dead-letter', 'redelivered', 'delivered'] as const;

/** A delivery in answers. */
export const deliverySchema = {
  title: 'Delivery',
  type: 'object',
  additionalProperties: false,
  required: ['id', 'webhookId', 'eventId', 'event', 'tenant', 'result', 'at'],
  properties: {
    id: textId,
    webhookId: { ...textId, description: 'The id of the webhook endpoint, or the name of an endpoint of the deployment.' },
    eventId: { ...textId, description: 'The `Webhook-Id`.' },
    event: { type: 'string', description: 'The name of the event.' },
    tenant: { type: 'string', description: 'The tenant of the event: `/partners/1/9` or `/resellers/<id>`.' },
    requestId: { type: 'string', description: 'The id of the request that caused the event; older entries have none.' },
    resource: { enum: RESOURCES, description: 'The kind of resource that the event is about; older entries have none.' },
    resourceId: { type: 'string', description: 'The id of that resource.' },
    result: { enum: RESULTS, description: 'The result of the delivery.' },
    reason: { type: 'string', description: 'Why it was dead-lettered, in a sentence: `The endpoint answered 422, which is not retried.`' },
    errorCode: { type: 'string', description: 'Why it was dead-lettered, as EventBridge names it.' },
    errorMessage: { type: 'string', description: 'The message of EventBridge about the last attempt.' },
    condition: { type: 'string', description: 'The limit of the retry policy that was reached; absent when it was not retried.' },
    retryAttempts: { type: 'integer', minimum: 0, description: 'The number of retries.' },
    at: { ...dateTime, description: 'When it was dead-lettered or delivered.' },
    recordedAt: { ...dateTime, description: 'When it was recorded here. The order, `from` and `to` go by it.' },
    redeliveredAt: { ...dateTime, description: 'When it was last redelivered.' },
  },
} as const;

/** The path parameters of one delivery. */
export const oneDelivery = { type: 'object', additionalProperties: false, required: ['id'], properties: { id: textId } } as const;

/** The names of events by which a list can be filtered. */
export const eventName = { type: 'string', enum: DELIVERED_NAMES } as const;

/** The example in the documents. */
export const example = {
  id: '019f2b6d-0c11-7f3a-9d52-3c2f6d1e8a90',
  webhookId: '019f2b6c-a2b1-7e55-8d10-7b1f0c2d4e66',
  eventId: '019f2b6c-f3d4-7a01-b6c7-2f9e4d5a6b7c',
  event: 'reseller.organization.created',
  tenant: '/resellers/019f2b6b-8c2e-7d44-a1f0-5e6d7c8b9a01',
  requestId: 'JKJaXmPLvHcESHA=',
  resource: 'organization',
  resourceId: '019f2b6c-91d4-7d2a-8f11-0c5a2b7a9e30',
  result: 'dead-letter',
  reason: 'The endpoint answered 400, which is not retried.',
  errorCode: 'SDK_CLIENT_ERROR',
  errorMessage: 'Unable to invoke ApiDestination endpoint: Request failed with status code 400.',
  retryAttempts: 0,
  at: '2026-11-22T14:15:23.000Z',
  recordedAt: '2026-11-22T14:15:24.310Z',
} as const;
