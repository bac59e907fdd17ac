import validate from '../generated/listWebhooks.js';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import { pages } from '../shared/http/pages.ts';
import { now } from '../shared/runtime.ts';
import type { ReadCursors } from '../shared/table/cursor-secret.ts';
import { type DirectoryPageRequest, filterPage } from '../shared/table/directory.ts';
import type { Page } from '../shared/table/queries.ts';
import type { Item } from '../shared/table/transaction.ts';
import { listWebhooks as contract } from './contract.ts';
import { healthyAfter } from './health-policy.ts';
import { webhookOf, webhookStore } from './store.ts';
import { ownerOf } from './webhook.ts';
import { type HealthPolicy, withCurrentHealth } from './webhook-health.ts';

interface Deps {
  readonly webhooks: Pick<ReturnType<typeof webhookStore>, 'page'>;
  readonly health: Pick<HealthPolicy, 'quietMs'>;
  readonly cursors: ReadCursors;
  readonly now: () => string;
}

/** Lists the endpoints that the caller manages. */
export const listWebhooks: Operation<typeof contract, Deps> = ({ query, caller }, { webhooks, cursors, health, now }) => {
  const owner = ownerOf(caller);
  const { resellerId } = query;
  const matches = (item: Item): boolean => item.deletedAt === undefined && (resellerId === undefined || item.resellerId === resellerId);
  const read = async (request: DirectoryPageRequest): Promise<Page> => {
    const { items, ...rest } = filterPage(await webhooks.page(owner, request), request.limit, matches);
    return { items: items.map((item) => ({ ...withCurrentHealth(webhookOf(item), now(), health) })), ...rest };
  };
  return pages(contract, contract.path, query, { read, cursors, whose: owner });
};

export const handler = endpoint(contract, { validate }, listWebhooks, ({ setting, table, cursors }) => ({
  webhooks: webhookStore(table),
  cursors,
  health: healthyAfter(setting),
  now,
}));
