import type { EventName } from '../../functions/events/event-names.ts';
import { dateTime } from '../../functions/shared/contract/schemas.ts';
import { EVENTS } from '../../functions/webhooks/event-catalogue.ts';
import { METADATA_SCHEMA } from './metadata.ts';

/** Returns the schema of the body of a webhook. */
export const payloadOf = (name: EventName) => ({
  title: `${toTitle(name)}Event`,
  type: 'object',
  additionalProperties: false,
  required: ['event', 'data', 'triggeredAt'],
  properties: { event: { const: name }, data: EVENTS[name].data, triggeredAt: dateTime },
});

/**
 * Returns the schema of an event on the bus (EventBridge user guide, "Event structure").
 */
export const envelopeOf = (name: EventName) => ({
  title: `${toTitle(name)}Envelope`,
  type: 'object',
  required: ['id', 'source', 'detail-type', 'time', 'resources', 'detail'],
  properties: {
    id: { type: 'string', description: 'Of EventBridge: duplicates have another. Use `eventId`.' },
    source: { const: 'tenantry' },
    'detail-type': { const: name },
    resources: { type: 'array', items: { type: 'string' }, description: 'The tenant and the installation.' },
    time: dateTime,
    detail: {
      title: `${toTitle(name)}Detail`,
      type: 'object',
      required: ['metadata', 'payload'],
      properties: { metadata: METADATA_SCHEMA, payload: payloadOf(name) },
    },
  },
});

/** The words of a name, each with a capital: generators make the names of types of it. */
const toTitle = (name: EventName): string => name.replaceAll(/(?:^|\.)(\w)/g, (_, letter: string) => letter.toUpperCase());
