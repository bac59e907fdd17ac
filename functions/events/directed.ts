import type { PutEventsRequestEntry, PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import type { Bus } from '../shared/bus.ts';
import type { EventDetail } from '../shared/events.ts';
import { DIRECTED_SOURCE, directedName } from './names.ts';

/** One `PutEvents`: a result for each entry, in order. */
export type PutEvents = (entries: readonly PutEventsRequestEntry[]) => Promise<readonly PutEventsResultEntry[]>;

/** An event that only one endpoint is sent; `detail` is JSON, so that what was signed and named before is what is sent. */
export const directed = ({ name, installation }: Bus, endpoint: string, detail: string): PutEventsRequestEntry => ({
  EventBusName: name,
  Source: DIRECTED_SOURCE,
  DetailType: directedName(endpoint),
  Resources: [(JSON.parse(detail) as EventDetail).metadata.tenant, installation],
  Detail: detail,
});
