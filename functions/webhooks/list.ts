import validate from '../generated/listWebhooks.js';
import { sift } from '../shared/directory.ts';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import { pages } from '../shared/pages.ts';
import { now } from '../shared/runtime.ts';
import type { Item } from '../shared/transaction.ts';
import { listWebhooks as contract } from './contract.ts';
import { quietOf } from './policy.ts';
import { webhookOf, webhookStore } from './store.ts';
import { ownerOf } from './webhook.ts';
import { asShown, type HealthPolicy } from './webhook-health.ts';

interface Deps {
  readonly webhooks: Pick<ReturnType<typeof webhookStore>, 'page'>;
  readonly health: Pick<HealthPolicy, 'quietMs'>;
  readonly now: () => string;
}

/** Lists the endpoints the caller manages. */
export const listWebhooks: Operation<typeof contract, Deps> = ({ query, caller }, { webhooks, health, now }) =>
  pages(contract, contract.path, query, async (asked) => {
    const { resellerId } = query;
    const page = await webhooks.page(ownerOf(caller), asked);
    const matches = (item: Item): boolean => item.deletedAt === undefined && (resellerId === undefined || item.resellerId === resellerId);
    const { items, ...rest } = sift(page, asked.limit, matches);
    return { items: items.map((item) => ({ ...asShown(webhookOf(item), now(), health) })), ...rest };
  });

export const handler = endpoint(contract, { validate }, listWebhooks, ({ setting, table }) => ({
  webhooks: webhookStore(table),
  health: quietOf(setting),
  now,
}));
