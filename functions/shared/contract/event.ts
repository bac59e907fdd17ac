/** EventBridge `source` of every change. */
export const SOURCE = 'tenantry';

/**
 * EventBridge `source` of an event that is meant for one endpoint; archives and other consumers of
 * `tenantry` do not see it.
 */
export const DIRECTED_SOURCE = 'tenantry.directed';

/** EventBridge `source` of the canary's changes; neither endpoints nor archives see it. */
export const CANARY_SOURCE = 'tenantry.canary';

/**
 * Returns the EventBridge `source` of the snapshots that a backfill sends to one subscription; its
 * rule has it beside `tenantry`. Archives and other consumers do not see them.
 */
export const snapshotSource = (subscription: string): string => `tenantry.snapshot.${subscription}`;

/** Returns the detail-type of an event that only one endpoint's rule matches. */
export const directedName = (endpoint: string): string => `to:${endpoint}`;

/** The declaration of an event by the slice that publishes it. */
export interface EventDeclaration {
  readonly summary: string;
  /** The schema of its `data`. */
  readonly data: object;
  /** A sample of its `data`, as the documents show it and a test of a webhook endpoint sends it. */
  readonly sample: object;
}
