import { EVENT_NAMES } from '../events/event-names.ts';
import type { Contract } from '../shared/contract/contract.ts';
import { dateTime, paging, sort, textId, timeSpan } from '../shared/contract/schemas.ts';
import { actionOf, RESOURCES } from '../shared/table/events.ts';

const ACTIONS = [...new Set(EVENT_NAMES.map(actionOf))];

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
    tenant: { type: 'string', description: 'Whose it is: `/resellers/<id>`, `/partners/1/9`, or `/` of the operator.' },
    actor: { type: 'string', description: 'Who did it: `token:<subject>`, `user:<user name>`, or `tenantry` by itself.' },
    ip: { type: 'string', description: 'Where the request came from; absent where there was none.' },
    requestId: { type: 'string', description: 'The request that did it, or the message that led to it.' },
    version: { type: 'integer', description: 'The version the change made.' },
    at: dateTime,
    changes: {
      type: 'array',
      description: 'What an update changed; empty for what was made or removed whole.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['propertyName', 'oldValue', 'newValue'],
        properties: {
          propertyName: { type: 'string', description: 'RFC 6901 JSON pointer into the resource.' },
          oldValue: { description: 'null when it was absent, or is not told.' },
          newValue: { description: 'null when it is absent, or is not told.' },
        },
      },
    },
  },
} as const;

/** The events of the installation, with their actors and times. */
export const listEventLogs = {
  operationId: 'listEventLogs',
  tag: 'Event log',
  method: 'GET',
  path: '/v3/event-logs',
  summary: 'Read the event log',
  description:
    "Answers what was done, oldest first unless sorted otherwise, as a bare array; `Link` leads to the next page. A bound token sees its own tenant's. Without `resourceId`, an unbound token is shown the last seven days unless `from` says otherwise. A page that is narrowed may be shorter than its limit, even empty, and still have a next one. What an unbound token reads, and the history of one resource, follows what is written a moment later; a tenant's own log is up to date.",
  access: { permission: 'eventLog:read', schemes: ['bearer'], tenant: 'any' },
  query: {
    type: 'object',
    additionalProperties: false,
    properties: {
      resource: { type: 'string', enum: RESOURCES, description: 'The kind of resource; required with `resourceId`.' },
      resourceId: { ...textId, description: 'Only what was done to this one.' },
      action: { type: 'string', enum: ACTIONS },
      ...timeSpan,
      sort,
      ...paging,
    },
  },
  response: {
    status: 200,
    description: 'A page of the log.',
    schema: { title: 'EventLog', type: 'array', items: entrySchema },
    example: [
      {
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
      },
    ],
  },
  refusals: [],
} as const satisfies Contract;
