import validate from '../generated/listDeliveries.js';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import { BY_ID, pages } from '../shared/http/pages.ts';
import { now } from '../shared/runtime.ts';
import type { ReadCursors } from '../shared/table/cursor-secret.ts';
import { ownerOf } from '../webhooks/webhook.ts';
import { listDeliveries as contract } from './contract.ts';
import { deliveryStore } from './store.ts';

interface Deps {
  readonly deliveries: Pick<ReturnType<typeof deliveryStore>, 'page'>;
  readonly cursors: ReadCursors;
  readonly now: () => string;
}

/** Lists the deliveries to the endpoints that the caller manages. */
export const listDeliveries: Operation<typeof contract, Deps> = ({ query, caller }, { deliveries, cursors, now }) => {
  const { webhookId, event, result, from, to } = query;
  const conditions = Object.entries({ webhookId, event, result, from, to }).filter(([, value]) => value !== undefined);
  const filter = { owner: ownerOf(caller), ...Object.fromEntries(conditions) };
  return pages(contract, contract.path, query, {
    read: (asked) => deliveries.page(filter, asked, now()),
    cursors,
    places: { ...BY_ID, of: ({ place }) => String(place) },
    whose: filter.owner,
  });
};

export const handler = endpoint(contract, { validate }, listDeliveries, ({ table, cursors }) => ({
  deliveries: deliveryStore(table),
  cursors,
  now,
}));
