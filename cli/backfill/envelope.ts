import { createHash } from 'node:crypto';
import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { SnapshotName } from '../../functions/events/event-names.ts';
import type { Bus } from '../../functions/shared/bus.ts';
import { type EventDetail, SCHEMA_VERSION, type Snapshot } from '../../functions/shared/table/events.ts';
import { lineageOf } from '../../functions/shared/table/lineage.ts';
import { type SigningKey, signEvent } from '../../functions/signatures/signing.ts';
import type { Receiver } from './receiver.ts';

interface EnvelopeDeps {
  readonly bus: Bus;
  readonly receiver: Pick<Receiver, 'addressOf'>;
  /** The id of the backfill. */
  readonly backfill: string;
  /** The keys that sign; none for a consumer of the bus, which need not check. */
  readonly keys: readonly SigningKey[];
}

/** Creates the entry of `PutEvents` for a snapshot: for one consumer, and the same each time. */
export const entryOf = (snapshot: Snapshot<SnapshotName>, { bus, receiver, backfill, keys }: EnvelopeDeps): PutEventsRequestEntry => {
  const detail = detailOf(snapshot, bus, backfill);
  return {
    EventBusName: bus.name,
    ...receiver.addressOf(snapshot.name),
    Resources: [snapshot.tenant, bus.installation],
    Detail: JSON.stringify(keys.length > 0 ? signEvent(detail, keys) : detail),
  };
};

const detailOf = (snapshot: Snapshot<SnapshotName>, { installation }: Bus, backfill: string): EventDetail => {
  const { name, data, at, version, tenant } = snapshot;
  const metadata = {
    ...{ eventId: snapshotId(installation, snapshot), schemaVersion: SCHEMA_VERSION, version, previousVersion: null },
    ...{ changed: [], previous: {}, tenant, lineage: lineageOf(tenant), actor: 'tenantry', requestId: backfill },
  };
  return { metadata, payload: { event: name, data, triggeredAt: at } };
};

/**
 * Returns the id of the snapshot of an entity at a version, by which consumers detect duplicates: a
 * UUID of version 8 (RFC 9562).
 */
export const snapshotId = (
  installation: string,
  { name, entity, version }: Pick<Snapshot<SnapshotName>, 'name' | 'entity' | 'version'>,
): string => {
  const hash = createHash('sha256')
    .update(JSON.stringify([installation, name, entity, version]))
    .digest()
    .subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};
