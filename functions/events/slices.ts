import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';

/** An event read from the stream, ready for the bus. */
export interface Outgoing {
  readonly sequenceNumber: string;
  /** The partition the event was kept in: events of one partition are one sequence. */
  readonly partition: string;
  readonly entry: PutEventsRequestEntry;
}

/** A stream record that can never be published. */
export interface Poison {
  readonly sequenceNumber: string;
  readonly reason: string;
  readonly record: unknown;
}

// EventBridge quotas: 10 entries and 1 MB a request; half of it leaves room for what is counted besides the detail.
const MOST_ENTRIES = 10;
const MOST_BYTES = 500_000;

/**
 * Cuts a batch, in its order, into what one `PutEvents` may take. No slice holds two events of one partition, so that a single
 * failed entry cannot be overtaken by a later one of its sequence: a reseller's, or that of all partners below one root.
 */
export const slices = (events: readonly Outgoing[]): readonly (readonly Outgoing[])[] => {
  const cut: Outgoing[][] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(event.entry.Detail ?? '');
    const slice = cut.at(-1);
    if (
      slice &&
      slice.length < MOST_ENTRIES &&
      bytes + size <= MOST_BYTES &&
      !slice.some(({ partition }) => partition === event.partition)
    ) {
      slice.push(event);
      bytes += size;
    } else {
      cut.push([event]);
      bytes = size;
    }
  }
  return cut;
};
