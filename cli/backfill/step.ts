import type { SnapshotName } from '../../functions/events/event-names.ts';
import type { Snapshot } from '../../functions/shared/table/events.ts';
import type { ResellerPlace } from './checkpoint.ts';

/** A place in the order of sending. */
export type Place = { readonly partner: number } | { readonly reseller: ResellerPlace };

/** A snapshot to send, and the place that is reached when everything up to here is sent. */
export interface Step {
  readonly snapshot?: Snapshot<SnapshotName>;
  readonly place?: Place;
}

/** The entities to read. */
export interface Selection {
  readonly events: ReadonlySet<SnapshotName>;
  /** `/partners/<id>` with all below it, or `/resellers/<id>`; `undefined` for all. */
  readonly tenant: string | undefined;
  readonly withDeleted: boolean;
}
