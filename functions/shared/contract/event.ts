/** EventBridge `source` of every change. */
export const SOURCE = 'tenantry';

/**
 * EventBridge `source` of an event that is meant for one endpoint; archives and other consumers of
 * `tenantry` do not see it.
 */
export const DIRECTED_SOURCE = 'tenantry.directed';

/** EventBridge `source` of what the canary does; neither endpoints nor archives see it. */
export const CANARY_SOURCE = 'tenantry.canary';

/** How an event is called that only one endpoint's rule takes. */
export const directedName = (endpoint: string): string => `to:${endpoint}`;

/** What a slice declares of an event that it publishes. */
export interface EventDeclaration {
  readonly summary: string;
  /** The schema of its `data`. */
  readonly data: object;
  /** A sample of its `data`, as the documents show it and a test of a webhook endpoint sends it. */
  readonly sample: object;
}
