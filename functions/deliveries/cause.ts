import { isObject } from '../shared/contract/json.ts';
import { type EventDetail, type Resource, subjectOf } from '../shared/table/events.ts';

/** The cause of a delivery, by which the log finds it: a request, and the resource it changed. */
export interface Cause {
  readonly requestId?: string;
  readonly resource?: Resource;
  readonly resourceId?: string;
}

/** Returns the cause of the delivery of an event; events of other makers may lack some of it. */
export const causeOf = ({ metadata, payload }: EventDetail): Cause => {
  const { requestId }: Partial<EventDetail['metadata']> = metadata;
  return { ...(requestId && { requestId }), ...resourceIn(payload) };
};

const resourceIn = ({ event, data }: EventDetail['payload']): Cause => {
  if (!isObject(data) || (data.id ?? data.resellerId) === undefined) return {};
  const { resource, id } = subjectOf({ name: event, data });
  return { resource, resourceId: id };
};
