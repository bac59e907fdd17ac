import { example as delivery, deliverySchema } from '../deliveries/schemas.ts';
import type { Contract } from '../shared/contract/contract.ts';
import { dateTime, textId } from '../shared/contract/schemas.ts';

const OUTCOMES = ['delivered', 'unconfirmed', 'dead-letter', 'not-sent', 'unknown'] as const;

/** The outcome of an event at one endpoint. */
export const outcomeSchema = {
  title: 'EventOutcome',
  type: 'object',
  additionalProperties: false,
  required: ['webhookId', 'outcome', 'explanation', 'deliveries'],
  properties: {
    webhookId: { ...textId, description: 'The id of the webhook endpoint, or the name of an endpoint of the deployment.' },
    name: { type: 'string', description: 'The name of the endpoint, unless it is deleted.' },
    outcome: {
      enum: OUTCOMES,
      description:
        '`delivered`: it accepted the event. `unconfirmed`: there is no dead letter yet. `dead-letter`: it did not accept it. `not-sent`: it was disabled or suspended. `unknown`: nothing is recorded that says.',
    },
    explanation: { type: 'string', description: 'The outcome in a sentence, such as what the endpoint answered.' },
    certainAt: { ...dateTime, description: 'Of `unconfirmed`: when it is `delivered`, unless there is a dead letter before.' },
    deliveries: {
      type: 'array',
      items: deliverySchema,
      description: 'What was recorded of it, oldest first: an entry for each time it was sent, with the number of its retries.',
    },
  },
} as const;

/** The outcome of one event at every endpoint; an event of another tenant is not found. */
export const getEventLogDeliveries = {
  operationId: 'getEventLogDeliveries',
  tag: 'Event log',
  method: 'GET',
  path: '/v3/event-logs/{id}/deliveries',
  summary: 'Get the deliveries of an event',
  description:
    "Returns the outcome of one event at every endpoint of the caller's tenant that subscribes to it, or with an unbound token at all, and at those that have a delivery of it. EventBridge reports dead letters and no successes: an event without a dead letter in 48 hours was delivered. It reads each endpoint that the caller manages.",
  access: { permission: 'eventLog:read', schemes: ['bearer'], tenant: 'any' },
  params: { type: 'object', additionalProperties: false, required: ['id'], properties: { id: textId } },
  response: {
    status: 200,
    description: 'The outcomes.',
    schema: {
      title: 'EventDeliveries',
      type: 'object',
      additionalProperties: false,
      required: ['eventId', 'event', 'tenant', 'at', 'endpoints'],
      properties: {
        eventId: { ...textId, description: 'The `Webhook-Id`.' },
        event: { type: 'string', description: 'The name of the event.' },
        tenant: { type: 'string', description: 'The tenant of the event: `/partners/1/9` or `/resellers/<id>`.' },
        at: { ...dateTime, description: 'When it was recorded.' },
        endpoints: { type: 'array', items: outcomeSchema },
      },
    },
    example: {
      eventId: delivery.eventId,
      event: delivery.event,
      tenant: delivery.tenant,
      at: '2026-11-22T14:15:22.000Z',
      endpoints: [
        { webhookId: delivery.webhookId, name: 'CRM', outcome: 'dead-letter', explanation: delivery.reason, deliveries: [delivery] },
      ],
    },
  },
  refusals: ['event-not-found'],
} as const satisfies Contract;
