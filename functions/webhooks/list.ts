import validate from '../generated/listWebhooks.js';
import { sift } from '../shared/directory.ts';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import { pages } from '../shared/pages.ts';
import { listWebhooks as contract } from './contract.ts';
import { webhookStore } from './store.ts';
import { ownerOf } from './webhook.ts';

interface Deps {
  readonly webhooks: Pick<ReturnType<typeof webhookStore>, 'page'>;
}

/** Lists the endpoints the caller manages. */
export const listWebhooks: Operation<typeof contract, Deps> = ({ query, caller }, { webhooks }) =>
  pages(contract, contract.path, query, async (asked) => {
    const { resellerId } = query;
    const page = await webhooks.page(ownerOf(caller), asked);
    return sift(page, asked.limit, (item) => item.deletedAt === undefined && (resellerId === undefined || item.resellerId === resellerId));
  });

export const handler = endpoint(contract, { validate }, listWebhooks, ({ table }) => ({ webhooks: webhookStore(table) }));
