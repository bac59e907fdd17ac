import { SCHEMA_VERSION } from '../../functions/shared/table/events.ts';

const text = { type: 'string' } as const;

/** The metadata of an event; see docs/events.md. */
export const METADATA_SCHEMA = {
  title: 'EventMetadata',
  type: 'object',
  required: ['eventId', 'schemaVersion', 'version', 'previousVersion', 'changed', 'previous', 'tenant', 'actor', 'requestId'],
  properties: {
    eventId: { ...text, description: 'UUIDv7, of a snapshot UUIDv8; duplicates have the same.' },
    schemaVersion: { type: 'integer', const: SCHEMA_VERSION, description: 'Rises with incompatible changes of the schema.' },
    version: { type: 'integer', description: 'The version of the entity after the change, or of the snapshot.' },
    previousVersion: { type: ['integer', 'null'], description: '`null` of a new entity and of a snapshot.' },
    changed: { type: 'array', items: text, description: 'RFC 6901 JSON pointers of what changed.' },
    previous: { title: 'PreviousValues', type: 'object', additionalProperties: true, description: 'The former values, by pointer.' },
    tenant: { ...text, description: '`/partners/1/9` or `/resellers/<id>`.' },
    lineage: {
      type: 'array',
      items: text,
      description: 'The tenants that contain the event, outermost first; added when it is published. Older events have none.',
    },
    actor: { ...text, description: '`token:<subject>` or `user:<user name>`.' },
    requestId: text,
    idempotencyKey: text,
    traceparent: { ...text, description: 'W3C Trace Context.' },
    signature: { ...text, description: 'The value of `Webhook-Signature`; added when the event is published.' },
  },
} as const;
