import type { Contract } from '../shared/contract/contract.ts';
import { paging, sort, textId, timeSpan } from '../shared/contract/schemas.ts';
import { RESOURCES } from '../shared/table/events.ts';
import { deliverySchema, eventName, example, oneDelivery, RESULTS } from './schemas.ts';

const read = { permission: 'eventLog:read', schemes: ['bearer'], tenant: 'any' } as const;

/** A tenant sees what was sent to its own endpoints. */
export const listDeliveries = {
  operationId: 'listDeliveries',
  tag: 'Webhooks',
  method: 'GET',
  path: '/v3/webhook-event-logs',
  summary: 'List webhook deliveries',
  description:
    "Returns the dead-lettered webhooks of the endpoints of the caller's tenant, or with an unbound token of all, in the order in which they were recorded, as a bare array; `Link` leads to the next page. A filtered page may be short, even empty, and still have a next one. `from` and `to` filter by `recordedAt`. All filters can be combined. `eventId`, `requestId`, `resourceId` and, for an unbound token, `tenant` are answered by an index, which is eventually consistent and finds what was recorded since the installation has this filter. EventBridge does not report successful deliveries.",
  access: read,
  query: {
    type: 'object',
    additionalProperties: false,
    properties: {
      eventId: { ...textId, description: 'Only those of this event: its `Webhook-Id`.' },
      requestId: { ...textId, description: 'Only those of the events that this request caused.' },
      resource: { type: 'string', enum: RESOURCES, description: 'Only those about this kind of resource; required with `resourceId`.' },
      resourceId: { ...textId, description: 'Only those about this one.' },
      tenant: { ...textId, description: 'Only those of events of exactly this tenant: `/resellers/<id>` or `/partners/1/9`.' },
      webhookId: { ...textId, description: 'Only those to this endpoint.' },
      event: { ...eventName, description: 'Only those of this event.' },
      result: { enum: RESULTS, description: 'Only those with this result.' },
      ...timeSpan,
      sort,
      ...paging,
    },
  },
  response: {
    status: 200,
    description: 'A page of deliveries.',
    schema: { title: 'DeliveryList', type: 'array', items: deliverySchema },
    example: [example],
  },
  refusals: [],
} as const satisfies Contract;

/** A delivery to an endpoint of another tenant is not found. */
export const getDelivery = {
  operationId: 'getDelivery',
  tag: 'Webhooks',
  method: 'GET',
  path: '/v3/webhook-event-logs/{id}',
  summary: 'Get a webhook delivery',
  description: 'Returns the result of one webhook.',
  access: read,
  params: oneDelivery,
  response: { status: 200, description: 'The delivery.', schema: deliverySchema, example },
  refusals: ['delivery-not-found'],
} as const satisfies Contract;

/** The event is sent to this one endpoint, with the `Webhook-Id` and the signature it had. */
export const redeliver = {
  operationId: 'redeliver',
  tag: 'Webhooks',
  method: 'POST',
  path: '/v3/webhook-event-logs/{id}:redeliver',
  summary: 'Redeliver a webhook',
  description:
    'Sends the event to this endpoint again, with the same `Webhook-Id`. It is retried like any other; if it is dead-lettered again, that is another delivery. It is sent at least once: a repeated request may send it twice.',
  access: { permission: 'webhook:write', schemes: ['bearer'], tenant: 'any' },
  params: oneDelivery,
  response: {
    status: 202,
    description: 'The webhook is being sent.',
    schema: deliverySchema,
    example: { ...example, result: 'redelivered', redeliveredAt: '2026-11-22T15:02:10.000Z' },
  },
  refusals: ['delivery-not-found', 'webhook-not-receiving'],
} as const satisfies Contract;
