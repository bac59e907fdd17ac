import { dayOfId } from '../base/ids.ts';
import type { Key } from './keys.ts';
import { type Index, keyFrom, LISTS, PARTITIONS, prefixOf, SORT_KEYS } from './partitions.ts';

/** The beginning of the sort keys of all events. */
export const EVENT_PREFIX = prefixOf(SORT_KEYS.event);

export const resellerEventKey = (resellerId: string, eventId: string): Key => ({
  pk: keyFrom(PARTITIONS.resellers[0], resellerId),
  sk: keyFrom(SORT_KEYS.event, eventId),
});

/** Returns the key of a copy of an event, in the partition of the event. */
export const copiedEventKey = (pk: string, id: string): Key => ({ pk, sk: keyFrom(SORT_KEYS.event, id) }) as Key;

/** A part of one index or of the table itself: a partition between two sort keys. */
export interface Partition {
  readonly index?: Index;
  readonly pk: string;
  /** The beginning of all its sort keys. */
  readonly prefix: string;
}

/** A whole partition of an index. */
export const inIndex = (index: Index, pk: string): Partition => ({ index, pk, prefix: '' });

/** The events kept under one tenant root. */
export const eventsUnder = (pk: string): Partition => ({ pk, prefix: EVENT_PREFIX });

/** The events about one resource of any tenant. */
export const historyOf = (resource: string, id: string): Partition => inIndex('gsi3', keyFrom(LISTS.histories[0], resource, id));

/** The events that one request caused, whole: `gsi1` has all attributes. */
export const eventsOfRequest = (requestId: string): Partition => inIndex('gsi1', keyFrom(LISTS.eventsOfRequests[0], requestId));

/**
 * The events of a day (UTC, `yyyy-mm-dd`), in the parts they are spread over so that no partition
 * of the index takes them all.
 */
export const eventsOfDay = (day: string): readonly Partition[] =>
  LISTS.eventsOfDays.map((pattern) => inIndex('gsi2', keyFrom(pattern, day)));

/** The part of its day in which an event is. */
export const eventPartOf = (eventId: string): Partition => {
  const parts = eventsOfDay(dayOfId(eventId));
  return parts[Number.parseInt(eventId.slice(-2), 16) % parts.length] as Partition;
};

/**
 * The index attributes by which an event is found: by the request that caused it, by the day it
 * happened, and by the resource it is about.
 */
export const eventPlaces = (eventId: string, requestId: string, resource: string, id: string) => ({
  gsi1pk: eventsOfRequest(requestId).pk,
  gsi1sk: eventId,
  gsi2pk: eventPartOf(eventId).pk,
  gsi2sk: eventId,
  gsi3pk: historyOf(resource, id).pk,
  gsi3sk: eventId,
});

export const partnerEventKey = (rootId: number, eventId: string): Key => ({
  pk: keyFrom(PARTITIONS.partners[0], rootId),
  sk: keyFrom(SORT_KEYS.event, eventId),
});
