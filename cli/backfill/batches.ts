import type { SnapshotName } from '../../functions/events/event-names.ts';
import type { Snapshot } from '../../functions/shared/table/events.ts';
import type { Place, Step } from './step.ts';

/** The snapshots of one `PutEvents`, and the places that are reached when they are sent. */
export interface Batch {
  readonly snapshots: readonly Snapshot<SnapshotName>[];
  readonly places: readonly Place[];
}

// EventBridge quotas: 10 entries and 1 MB a request; an organization has at most some 50 KB.
const MAX_SNAPSHOTS = 10;
// A walk over what was sent before reaches places without a snapshot.
const MAX_PLACES = 1000;

/** Groups steps, in order, into as many as one request takes. */
export async function* toBatches(steps: AsyncIterable<Step>): AsyncGenerator<Batch> {
  let batch = empty();
  for await (const { snapshot, place } of steps) {
    if (snapshot) batch.snapshots.push(snapshot);
    if (place) batch.places.push(place);
    if (batch.snapshots.length < MAX_SNAPSHOTS && batch.places.length < MAX_PLACES) continue;
    yield batch;
    batch = empty();
  }
  yield batch;
}

const empty = () => ({ snapshots: [] as Snapshot<SnapshotName>[], places: [] as Place[] });
