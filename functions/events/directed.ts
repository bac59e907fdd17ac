import type { PutEventsRequestEntry, PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import type { Bus } from '../shared/bus.ts';
import { DIRECTED_SOURCE, directedName } from '../shared/contract/event.ts';
import type { EventDetail } from '../shared/table/events.ts';
import { lineageOf } from '../shared/table/lineage.ts';

/** One `PutEvents`: a result for each entry, in order. */
export type PutEvents = (entries: readonly PutEventsRequestEntry[]) => Promise<readonly PutEventsResultEntry[]>;

/**
 * An event that only one endpoint is sent. `detail` is JSON, so that what was signed and named before is what is sent; only an
 * event from before there was a lineage is given one, without which the rule of a partner's endpoint does not match it.
 */
export const directed = ({ name, installation }: Bus, endpoint: string, detail: string): PutEventsRequestEntry => {
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
