import type { PutEventsRequestEntry, PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import type { EventDetail } from '../shared/events.ts';

/** EventBridge `source` of an event that is meant for one endpoint; archives and other consumers of `tenantry` do not see it. */
export const DIRECTED_SOURCE = 'tenantry.directed';

/** How an event is called that only one endpoint's rule takes. */
export const directedName = (endpoint: string): string => `to:${endpoint}`;

/** One `PutEvents`: a result for each entry, in order. */
export type PutEvents = (entries: readonly PutEventsRequestEntry[]) => Promise<readonly PutEventsResultEntry[]>;

/** An event that only one endpoint is sent; `detail` is JSON, so that what was signed and named before is what is sent. */
export const directed = (busName: string, endpoint: string, detail: string): PutEventsRequestEntry => ({
  EventBusName: busName,
  Source: DIRECTED_SOURCE,
  DetailType: directedName(endpoint),
  Resources: [(JSON.parse(detail) as EventDetail).metadata.tenant],
  Detail: detail,
});
