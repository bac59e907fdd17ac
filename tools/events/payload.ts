import type { DeliveredName } from '../../functions/events/event-names.ts';
import { dateTime } from '../../functions/shared/contract/schemas.ts';
import { DELIVERED } from '../../functions/webhooks/event-catalogue.ts';
import { METADATA_SCHEMA } from './metadata.ts';

/** Returns the schema of the body of a webhook. */
export const payloadOf = (name: DeliveredName) => ({
  title: `${toTitle(name)}Event`,
  type: 'object',
  additionalProperties: false,
  required: ['event', 'data', 'triggeredAt'],
  properties: { event: { const: name }, data: DELIVERED[name].data, triggeredAt: dateTime },
});

/**
 * Returns the schema of an event on the bus (EventBridge user guide, "Event structure").
 */
export const envelopeOf = (name: DeliveredName) => ({
  title: `${toTitle(name)}Envelope`,
  type: 'object',
  required: ['id', 'source', 'detail-type', 'time', 'resources', 'detail'],
  properties: {
    id: { type: 'string', description: 'Of EventBridge: duplicates have another. Use `eventId`.' },
    source: sourceOf(name),
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

// A later release may add subscriptions, so a pattern would say no more than a text.
const sourceOf = (name: DeliveredName): object =>
  name.endsWith('.snapshot') ? { type: 'string', description: '`tenantry.snapshot.<subscription>`' } : { const: 'tenantry' };

/** The words of a name, each with a capital: generators make the names of types of it. */
const toTitle = (name: DeliveredName): string => name.replaceAll(/(?:^|\.)(\w)/g, (_, letter: string) => letter.toUpperCase());
