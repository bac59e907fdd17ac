import { CfnRegistry, CfnSchema } from 'aws-cdk-lib/aws-eventschemas';
import { Construct } from 'constructs';
import { DELIVERED_NAMES, type DeliveredName } from '../../functions/events/event-names.ts';
import { SOURCE, snapshotSource } from '../../functions/shared/contract/event.ts';
import { DELIVERED } from '../../functions/webhooks/event-catalogue.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';
import { toDraft4 } from './json-schema-draft4.ts';

/**
 * The schema registry of an installation: one JSON Schema for each event on the bus, and for each
 * snapshot of a backfill, for consumers that generate code from it.
 */
export class EventSchemas extends Construct {
  constructor(scope: Construct, id: string, { installation }: Configuration) {
    super(scope, id);

    const { attrRegistryName } = new CfnRegistry(this, 'Registry', {
      registryName: installation,
      description: 'The events of Tenantry',
    });
    for (const name of DELIVERED_NAMES) {
      new CfnSchema(this, name, {
        registryName: attrRegistryName,
        // The name that EventBridge's own discovery would give it.
        schemaName: `tenantry@${name}`,
        type: 'JSONSchemaDraft4',
        description: DELIVERED[name].summary,
        content: JSON.stringify(envelope(name)),
      });
    }
  }
}

// A snapshot's source names the one that it is for.
const sourceOf = (name: DeliveredName): object =>
  name.endsWith('.snapshot') ? { type: 'string', pattern: SNAPSHOT_SOURCE } : { type: 'string', enum: [SOURCE] };

const SNAPSHOT_SOURCE = `^${snapshotSource('').replaceAll('.', '\\.')}`;

const envelope = (name: DeliveredName): object => ({
  $schema: 'http://json-schema.org/draft-04/schema#',
  title: name,
  type: 'object',
  required: ['source', 'detail-type', 'detail'],
  properties: {
    source: sourceOf(name),
    'detail-type': { type: 'string', enum: [name] },
    detail: {
      title: 'Detail',
      type: 'object',
      required: ['metadata', 'payload'],
      properties: {
        metadata: {
          title: 'Metadata',
          type: 'object',
          required: ['eventId', 'tenant', 'version'],
          properties: { tenant: { type: 'string' }, lineage: { type: 'array', items: { type: 'string' } } },
        },
        payload: {
          title: 'Payload',
          type: 'object',
          required: ['event', 'data', 'triggeredAt'],
          properties: {
            event: { type: 'string', enum: [name] },
            data: toDraft4(DELIVERED[name].data),
            triggeredAt: { type: 'string', format: 'date-time' },
          },
        },
      },
    },
  },
});
