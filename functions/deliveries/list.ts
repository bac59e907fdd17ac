import validate from '../generated/listDeliveries.js';
import { resourceFilterRules } from '../shared/contract/resource-filter.ts';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import { BY_ID, BY_ID_IN_INDEX, pages } from '../shared/http/pages.ts';
import { now } from '../shared/runtime.ts';
import type { ReadCursors } from '../shared/table/cursor-secret.ts';
import type { DirectoryPageRequest } from '../shared/table/directory.ts';
import type { Page } from '../shared/table/queries.ts';
import { ownerOf } from '../webhooks/webhook.ts';
import { listDeliveries as contract } from './contract.ts';
import { shownDelivery } from './delivery.ts';
import { partitionFor } from './places.ts';
import { deliveryOf, deliveryStore } from './store.ts';

interface Deps {
  readonly deliveries: Pick<ReturnType<typeof deliveryStore>, 'page'>;
  readonly cursors: ReadCursors;
  readonly now: () => string;
}

/** Lists the deliveries to the endpoints that the caller manages. */
export const listDeliveries: Operation<typeof contract, Deps> = ({ query, caller }, { deliveries, cursors, now }) => {
  const { limit: _, cursor: __, sort: ___, ...conditions } = query;
  const filter = { owner: ownerOf(caller), ...conditions };
  const read = async (asked: DirectoryPageRequest): Promise<Page> => {
    const { items, ...rest } = await deliveries.page(filter, asked, now());
    return { items: items.map((item) => ({ ...shownDelivery(deliveryOf(item)) })), ...rest };
  };
  const order = partitionFor(filter) ? BY_ID_IN_INDEX : BY_ID;
  return pages(contract, contract.path, query, {
    read,
    cursors,
    places: { ...order, of: ({ place }) => String(place) },
    whose: filter.owner,
  });
};

export const handler = endpoint(contract, { validate, rules: resourceFilterRules }, listDeliveries, ({ table, cursors }) => ({
  deliveries: deliveryStore(table),
  cursors,
  now,
}));
