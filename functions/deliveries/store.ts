import { attributeChange } from '../shared/table/attributes.ts';
import { exists } from '../shared/table/condition.ts';
import type { DirectoryPageRequest } from '../shared/table/directory.ts';
import { filterPage } from '../shared/table/directory.ts';
import type { Range } from '../shared/table/keys.ts';
import { readOwners } from '../shared/table/listing.ts';
import type { Page } from '../shared/table/queries.ts';
import type { Table } from '../shared/table/table.ts';
import { change, conditionChecksOf, type Item, put, type Write } from '../shared/table/transaction.ts';
import { deliveriesOf, deliveriesTo, deliveryDetailKey, deliveryKey, deliveryPlaceKey } from '../shared/table/webhook-keys.ts';
import { type Delivery, deliveryNotFound, isExpired } from './delivery.ts';
import { indexedPage } from './indexed.ts';
import { partitionFor, placesOfDelivery, placesOfDetail, type Subject } from './places.ts';
import { boundsOf, type Span, windowOf } from './window.ts';

/** The filter of a list of deliveries. */
export interface Filter extends Span, Subject {
  readonly webhookId?: string;
  readonly event?: string;
  readonly result?: string;
}

/** Thrown when a message was collected before: nothing is written. */
export class AlreadyCollected extends Error {}

// The number of items that one BatchGetItem reads.
const READ_AT_ONCE = 100;

/** Creates the store of the delivery log. */
export const deliveryStore = (table: Table) => ({
  /**
   * Stores a delivery with its event and `alongside`.
   * @throws {AlreadyCollected} when it is stored already
   */
  insert: (delivery: Delivery, detail: string, alongside: readonly Write[]): Promise<void> => {
    const { id, place, expiresAt } = delivery;
    const alreadyCollected = (): Error => new AlreadyCollected(`the delivery ${id} is there already`);
    return table.commit([
      {
        ...put(deliveryKey(id), { type: 'delivery', ...delivery, ...placesOfDelivery(delivery) }, alreadyCollected),
        counts: ['Deliveries', delivery.result],
      },
      put(deliveryDetailKey(id), { type: 'delivery-detail', detail, expiresAt, ...placesOfDetail(delivery) }, alreadyCollected),
      ...listsOf(delivery).map((list) => put(deliveryPlaceKey(list, place), { type: 'entry', ownerId: id, expiresAt }, alreadyCollected)),
      ...alongside,
    ]);
  },

  /** Finds a delivery that has not expired. */
  find: async (id: string, at: string): Promise<Delivery | undefined> => {
    const item = await table.get(deliveryKey(id));
    return item && !isExpired(deliveryOf(item), at) ? deliveryOf(item) : undefined;
  },

  /** Returns the event of a delivery, as JSON of its `detail`. */
  detail: async (id: string): Promise<string> => {
    const item = await table.get(deliveryDetailKey(id));
    if (!item) throw deliveryNotFound(id);
    return String(item.detail);
  },

  /**
   * Returns a page of the deliveries that match the filter. It may be short, even empty, and still
   * not be the last.
   */
  page: async (filter: Filter, pageRequest: DirectoryPageRequest, at: string): Promise<Page> => {
    const partition = partitionFor(filter);
    if (partition) {
      const read = { partition, ...boundsOf(filter), matches: (item: Item) => matches(deliveryOf(item), filter, at) };
      return indexedPage(table, { ...read, isWhole: isWhole(filter), isMixed: filter.owner !== '/' }, pageRequest);
    }
    const { after, contains } = windowOf(filter, pageRequest);
    // A tenant's own list, also for one endpoint: the pages of another tenant's endpoint would
    // reveal that it exists.
    const isOwners = filter.webhookId === undefined || filter.owner !== '/';
    const range = isOwners ? deliveriesOf(filter.owner) : deliveriesTo(filter.webhookId);
    const { items, last } = await table.range({
      range,
      limit: isNarrow(filter) ? READ_AT_ONCE : pageRequest.limit,
      after,
      newestFirst: pageRequest.newestFirst,
    });
    const places = new Map(items.filter(({ sk }) => contains(String(sk))).map(({ sk, ownerId }) => [String(ownerId), String(sk)]));
    const placeOf = (id: string) => places.get(id) ?? id;
    const read = await readOwners(table, deliveryKey, { ids: [...places.keys()] });
    // A delivery of an earlier release has its id as its place.
    const placed = read.items.map((item) => ({ ...item, place: placeOf(String(item.id)) }));
    const end = read.last === undefined ? last : placeOf(read.last);
    const page = { items: placed, ...(end !== undefined && contains(end) && { last: end }) };
    return filterPage(
      page,
      pageRequest.limit,
      (item) => matches(deliveryOf(item), filter, at),
      ({ place }) => String(place),
    );
  },

  /** Checks the conditions of writes without writing. */
  checkConditions: async (writes: readonly Write[]): Promise<void> => {
    if (writes.length > 0) await table.commit(conditionChecksOf(writes));
  },

  /** Records that the event of a delivery was redelivered. */
  recordRedelivery: (before: Delivery, after: Delivery, alongside: readonly Write[]): Promise<void> => {
    const { set, ...removed } = attributeChange(before, after);
    // Two redeliveries within a millisecond do not differ, and an update must set something.
    const attributes = { set: { ...set, result: after.result }, ...removed };
    const redelivery = change(deliveryKey(after.id), attributes, exists(), () => deliveryNotFound(after.id));
    return table.commit([...alongside, { ...redelivery, counts: ['Deliveries', after.result] }]);
  },
});

/** Reads a delivery from its item, without the table's own attributes. */
/** Returns a stored item as a delivery. */
export const deliveryOf = ({ pk: _, sk: __, type: ___, ...delivery }: Item): Delivery => delivery as unknown as Delivery;

/** Returns the lists that a delivery is on. */
const listsOf = ({ owner, webhookId }: Delivery): readonly Range[] => [
  deliveriesOf('/'),
  ...(owner === '/' ? [] : [deliveriesOf(owner)]),
  deliveriesTo(webhookId),
];

/** True when a filter has nothing beside the part of an index that answers it. */
const isWhole = ({ owner, webhookId, event, result, ...subject }: Filter): boolean =>
  owner === '/' &&
  [webhookId, event, result].every((value) => value === undefined) &&
  SELECTIVE.filter((name) => subject[name] !== undefined).length === 1;

const SELECTIVE = ['eventId', 'requestId', 'resource', 'tenant'] as const;

const isNarrow = ({ owner, from: _, to: __, ...conditions }: Filter): boolean => {
  const names = Object.keys(conditions).filter((name) => conditions[name as keyof typeof conditions] !== undefined);
  return names.some((name) => name !== 'webhookId' || owner !== '/');
};

const matches = (delivery: Delivery, { owner, from: _, to: __, ...conditions }: Filter, at: string): boolean =>
  (owner === '/' || delivery.owner === owner) &&
  CONDITIONS.every((name) => conditions[name] === undefined || delivery[name] === conditions[name]) &&
  !isExpired(delivery, at);

const CONDITIONS = ['webhookId', 'event', 'result', 'eventId', 'requestId', 'resource', 'resourceId', 'tenant'] as const;
