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
import type { Owner } from '../webhooks/webhook.ts';
import { type Delivery, deliveryNotFound, isExpired } from './delivery.ts';
import { type Span, windowOf } from './window.ts';

/** What a list of deliveries is narrowed to. */
export interface Filter extends Span {
  /** Whose endpoints. */
  readonly owner: Owner;
  readonly webhookId?: string;
  readonly event?: string;
  readonly result?: string;
}

/** Thrown when a message was collected before: nothing is written. */
export class Collected extends Error {}

// As many as one BatchGetItem reads.
const SEEN = 100;

/** What became of webhooks. */
export const deliveryStore = (table: Table) => ({
  /** Stores a delivery with its event and `alongside`. @throws {Collected} when it is there already */
  insert: (delivery: Delivery, detail: string, alongside: readonly Write[]): Promise<void> => {
    const { id, place, expiresAt } = delivery;
    const collected = (): Error => new Collected(`the delivery ${id} is there already`);
    return table.commit([
      { ...put(deliveryKey(id), { type: 'delivery', ...delivery }, collected), counts: ['Deliveries', delivery.result] },
      put(deliveryDetailKey(id), { type: 'delivery-detail', detail, expiresAt }, collected),
      ...listsOf(delivery).map((list) => put(deliveryPlaceKey(list, place), { type: 'entry', ownerId: id, expiresAt }, collected)),
      ...alongside,
    ]);
  },

  /** Finds a delivery that is still kept. */
  find: async (id: string, at: string): Promise<Delivery | undefined> => {
    const item = await table.get(deliveryKey(id));
    return item && !isExpired(deliveryOf(item), at) ? deliveryOf(item) : undefined;
  },

  /** The event of a delivery, as JSON of its `detail`. */
  detail: async (id: string): Promise<string> => {
    const item = await table.get(deliveryDetailKey(id));
    if (!item) throw deliveryNotFound(id);
    return String(item.detail);
  },

  /** A page of those that meet the filter; it may be short, even empty, and still not be the last. */
  page: async (filter: Filter, asked: DirectoryPageRequest, at: string): Promise<Page> => {
    const { after, holds } = windowOf(filter, asked);
    // A tenant's own list, also for one endpoint: that of another's endpoint would tell by its pages that it exists.
    const isOwners = filter.webhookId === undefined || filter.owner !== '/';
    const range = isOwners ? deliveriesOf(filter.owner) : deliveriesTo(filter.webhookId);
    const { items, last } = await table.range({
      range,
      limit: isNarrow(filter) ? SEEN : asked.limit,
      after,
      newestFirst: asked.newestFirst,
    });
    const places = new Map(items.filter(({ sk }) => holds(String(sk))).map(({ sk, ownerId }) => [String(ownerId), String(sk)]));
    const placeOf = (id: string) => places.get(id) ?? id;
    const read = await readOwners(table, deliveryKey, { ids: [...places.keys()] });
    // A delivery of an earlier release has its id as its place.
    const placed = read.items.map((item) => ({ ...item, place: placeOf(String(item.id)) }));
    const end = read.last === undefined ? last : placeOf(read.last);
    const page = { items: placed, ...(end !== undefined && holds(end) && { last: end }) };
    return filterPage(
      page,
      asked.limit,
      (item) => meets(deliveryOf(item), filter, at),
      ({ place }) => String(place),
    );
  },

  /** Has the writes checked, but not done. */
  rehearse: async (writes: readonly Write[]): Promise<void> => {
    if (writes.length > 0) await table.commit(conditionChecksOf(writes));
  },

  /** Notes what became of a delivery whose event was put on its way again. */
  mark: (before: Delivery, after: Delivery, alongside: readonly Write[]): Promise<void> => {
    const { set, ...removed } = attributeChange(before, after);
    // Twice within a millisecond nothing differs, and an update has to set something.
    const what = { set: { ...set, result: after.result }, ...removed };
    const marked = change(deliveryKey(after.id), what, exists(), () => deliveryNotFound(after.id));
    return table.commit([...alongside, { ...marked, counts: ['Deliveries', after.result] }]);
  },
});

/** A delivery out of its item, without the table's own attributes. */
const deliveryOf = ({ pk: _, sk: __, type: ___, ...delivery }: Item): Delivery => delivery as unknown as Delivery;

/** The lists a delivery stands on. */
const listsOf = ({ owner, webhookId }: Delivery): readonly Range[] => [
  deliveriesOf('/'),
  ...(owner === '/' ? [] : [deliveriesOf(owner)]),
  deliveriesTo(webhookId),
];

const isNarrow = ({ owner, webhookId, event, result }: Filter): boolean =>
  event !== undefined || result !== undefined || (webhookId !== undefined && owner !== '/');

const meets = (delivery: Delivery, { webhookId, event, result }: Filter, at: string): boolean =>
  (webhookId === undefined || delivery.webhookId === webhookId) &&
  (event === undefined || delivery.event === event) &&
  (result === undefined || delivery.result === result) &&
  !isExpired(delivery, at);
