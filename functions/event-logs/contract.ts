import { EVENT_NAMES } from '../events/event-names.ts';
import type { Contract } from '../shared/contract/contract.ts';
import { dateTime, LINE_PATTERN, paging, sort, textId, timeSpan } from '../shared/contract/schemas.ts';
import { actionOf, RESOURCES } from '../shared/table/events.ts';

const ACTIONS = [...new Set(EVENT_NAMES.map(actionOf))];

const actor = { type: 'string', minLength: 1, maxLength: 512, pattern: LINE_PATTERN } as const;

const entrySchema = {
  title: 'EventLogEntry',
  type: 'object',
  additionalProperties: false,
  required: ['id', 'event', 'resource', 'resourceId', 'action', 'tenant', 'actor', 'requestId', 'version', 'at', 'changes'],
  properties: {
    id: { ...textId, description: 'The id of the event: its `Webhook-Id`.' },
    event: { enum: EVENT_NAMES },
    resource: { enum: RESOURCES },
    resourceId: { type: 'string' },
    action: { type: 'string', enum: ACTIONS },
    tenant: { type: 'string', description: 'The tenant: `/resellers/<id>`, `/partners/1/9`, or `/` for the operator.' },
    actor: {
      type: 'string',
      description: 'Who made the change: `token:<subject>`, `user:<user name>`, or `tenantry` for the service itself.',
    },
    ip: { type: 'string', description: 'The source address of the request; absent if there was no request.' },
    requestId: { type: 'string', description: 'The id of the request, or of the message, that caused it.' },
    version: { type: 'integer', description: 'The version after the change.' },
    at: dateTime,
    changes: {
      type: 'array',
      description: 'What an update changed; empty for a creation or deletion.',
      items: {
        title: 'EventLogChange',
        type: 'object',
        additionalProperties: false,
        required: ['propertyName', 'oldValue', 'newValue'],
        properties: {
          propertyName: { type: 'string', description: 'RFC 6901 JSON pointer into the resource.' },
          oldValue: { description: 'null when it was absent, or is confidential.' },
          newValue: { description: 'null when it is absent, or is confidential.' },
        },
      },
    },
  },
} as const;

const example = {
  id: '019f2b6c-91d4-7d2a-8f11-0c5a2b7a9e31',
  event: 'reseller.organization.updated',
  resource: 'organization',
  resourceId: '019f2b6c-91d4-7d2a-8f11-0c5a2b7a9e30',
  action: 'updated',
  tenant: '/resellers/019f2b6c-7a10-7cc3-9b0e-3d9c0f1f6a55',
  actor: 'token:crm-sync',
  ip: '192.0.2.7',
  requestId: 'JKJaXmPLvHcESHA=',
  version: 2,
  at: '2026-11-22T15:02:10.000Z',
  changes: [{ propertyName: '/name', oldValue: 'Fabrikam Ltd', newValue: 'Fabrikam Group' }],
} as const;

/** The events of the installation, with their actors and times. */
export const listEventLogs = {
  operationId: 'listEventLogs',
  tag: 'Event log',
  method: 'GET',
  path: '/v3/event-logs',
  summary: 'Read the event log',
  description:
    "Returns all changes, oldest first by default, as a bare array; `Link` leads to the next page. A bound token sees those of its own tenant. Without `resourceId`, `requestId` and `from`, an unbound token sees the last seven days. A filtered page may be shorter than its limit, even empty, and still have a next one. All filters can be combined; `requestId` finds what was recorded since the installation has this filter. What an unbound token reads, the history of one resource and what one request caused are eventually consistent; a tenant's own log is strongly consistent.",
  access: { permission: 'eventLog:read', schemes: ['bearer'], tenant: 'any' },
  query: {
    type: 'object',
    additionalProperties: false,
    properties: {
      resource: { type: 'string', enum: RESOURCES, description: 'The kind of resource; required with `resourceId`.' },
      resourceId: { ...textId, description: 'Only changes of this one.' },
      action: { type: 'string', enum: ACTIONS },
      requestId: { ...textId, description: 'Only changes that this request caused.' },
      actor: { ...actor, description: 'Only changes by this actor: `token:<subject>`, `user:<user name>` or `tenantry`.' },
      ...timeSpan,
      sort,
      ...paging,
    },
  },
  response: {
    status: 200,
    description: 'A page of the log.',
    schema: { title: 'EventLog', type: 'array', items: entrySchema },
    example: [example],
  },
  refusals: [],
} as const satisfies Contract;

/** One event; that of another tenant is not found. */
export const getEventLog = {
  operationId: 'getEventLog',
  tag: 'Event log',
  method: 'GET',
  path: '/v3/event-logs/{id}',
  summary: 'Get an event of the log',
  description:
    'Answers one event by its id, which is the `Webhook-Id` of its webhooks. The log is read a moment after it was written. A test webhook is in no log.',
  access: { permission: 'eventLog:read', schemes: ['bearer'], tenant: 'any' },
  params: { type: 'object', additionalProperties: false, required: ['id'], properties: { id: textId } },
  response: { status: 200, description: 'The event.', schema: entrySchema, example },
  refusals: ['event-not-found'],
} as const satisfies Contract;
