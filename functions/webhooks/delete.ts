import validate from '../generated/deleteWebhook.js';
import { endpoint, type Operation, type Request } from '../shared/endpoint/endpoint.ts';
import { requireVersion } from '../shared/http/entity-tags.ts';
import type { Reply } from '../shared/http/idempotency.ts';
import { done } from '../shared/http/reply.ts';
import { now } from '../shared/runtime.ts';
import { retryOnConflict } from '../shared/table/retry-on-conflict.ts';
import { deleteWebhook as contract } from './contract.ts';
import { webhookStore } from './store.ts';
import { findManagedWebhook } from './visible.ts';
import { closeWebhook } from './webhook.ts';

interface Deps {
  readonly webhooks: Pick<ReturnType<typeof webhookStore>, 'find' | 'replace'>;
  readonly now: () => string;
}

/** Deletes an endpoint; the reconciler removes its resources in EventBridge. */
export const deleteWebhook: Operation<typeof contract, Deps> = (request, deps) => retryOnConflict(() => attempt(request, deps));

const attempt = async ({ params, caller, header }: Request<typeof contract>, { webhooks, now }: Deps): Promise<Reply> => {
  const webhook = await findManagedWebhook(webhooks, params.id, caller);
  requireVersion(webhook, header['if-match']);
  await webhooks.replace(webhook, closeWebhook(webhook, now()), undefined);
  return done;
};

export const handler = endpoint(contract, { validate }, deleteWebhook, ({ table }) => ({ webhooks: webhookStore(table), now }));
