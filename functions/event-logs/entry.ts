import type { Input } from '../shared/contract/contract.ts';
import { actionOf, type EventDetail, subjectOf } from '../shared/table/events.ts';
import type { listEventLogs } from './contract.ts';

/** A stored event. */
export interface StoredEvent extends EventDetail {
  readonly sourceIp: string;
  /** By which its request finds it; absent from an event of an earlier release. */
  readonly gsi1pk?: string;
}

type Query = Input<typeof listEventLogs>['query'];

/** Returns an event as the log shows it. */
export const entryOf = ({ metadata, payload, sourceIp }: StoredEvent) => {
  const { eventId, tenant, actor, requestId, version, changed, previous } = metadata;
  const { resource, id } = subjectOf({ name: payload.event, data: payload.data });
  return {
    id: eventId,
    event: payload.event,
    resource,
    resourceId: id,
    action: actionOf(payload.event),
    tenant,
    actor,
    ...(sourceIp !== '' && { ip: sourceIp }),
    requestId,
    version,
    at: payload.triggeredAt,
    changes: changed.map((propertyName) => ({
      propertyName,
      oldValue: previous[propertyName] ?? null,
      newValue: valueAt(payload.data, propertyName) ?? null,
    })),
  };
};

/** Returns the value at a JSON pointer (RFC 6901). */
const valueAt = (data: object, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, step) => (isRecord(value) && Object.hasOwn(value, step) ? value[step] : undefined), data);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

/** True when an event matches the filters that do not follow from its partition. */
export const matchesQuery = ({ metadata, payload }: EventDetail, { resource, resourceId, action, actor, requestId }: Query): boolean => {
  const subject = subjectOf({ name: payload.event, data: payload.data });
  return (
    (resource === undefined || subject.resource === resource) &&
    (resourceId === undefined || subject.id === resourceId) &&
    (action === undefined || actionOf(payload.event) === action) &&
    (actor === undefined || metadata.actor === actor) &&
    (requestId === undefined || metadata.requestId === requestId)
  );
};
