import type { PutEventsRequestEntry, PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import type { Bus } from '../shared/bus.ts';
import { DIRECTED_SOURCE, directedName } from '../shared/contract/event.ts';
import type { EventDetail } from '../shared/table/events.ts';
import { lineageOf } from '../shared/table/lineage.ts';

/** One `PutEvents`: a result for each entry, in order. */
export type PutEvents = (entries: readonly PutEventsRequestEntry[]) => Promise<readonly PutEventsResultEntry[]>;

/**
 * Creates the entry of an event for one endpoint only. `detail` stays the JSON that was signed.
 * Only an event without a lineage gets one, because the rule of a partner's endpoint matches by it.
 */
export const directedEntry = ({ name, installation }: Bus, endpoint: string, detail: string): PutEventsRequestEntry => {
  const { metadata, ...rest } = JSON.parse(detail) as EventDetail;
  const { tenant, lineage } = metadata;
  return {
    EventBusName: name,
    Source: DIRECTED_SOURCE,
    DetailType: directedName(endpoint),
    Resources: [tenant, installation],
    Detail: lineage ? detail : JSON.stringify({ metadata: { ...metadata, lineage: lineageOf(tenant) }, ...rest }),
  };
};
