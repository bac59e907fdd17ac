import validate from '../generated/createWebhook.js';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import { created } from '../shared/http/reply.ts';
import { newId, now } from '../shared/runtime.ts';
import { createWebhook as contract } from './contract.ts';
import { installationUrlRules, type Policy, policyOf } from './policy.ts';
import { webhookStore } from './store.ts';
import { openWebhook, ownerOf, requireOwnReseller } from './webhook.ts';

interface Deps {
  readonly webhooks: Pick<ReturnType<typeof webhookStore>, 'insert'>;
  readonly policy: Pick<Policy, 'quotas'>;
  readonly newId: () => string;
  readonly now: () => string;
}

/** Creates an endpoint; the reconciler sets EventBridge up for it. */
export const createWebhook: Operation<typeof contract, Deps> = async ({ body, caller, remember }, { webhooks, policy, newId, now }) => {
  requireOwnReseller(caller, body.resellerId);
  const webhook = openWebhook(body, caller, { id: newId(), owner: ownerOf(caller), at: now() });
  const reply = created(contract, webhook, `/v3/webhooks/${webhook.id}`);

  await webhooks.insert(webhook, body.token, policy.quotas, remember(reply));

  return reply;
};

export const handler = endpoint(contract, { validate, rules: installationUrlRules }, createWebhook, ({ setting, table }) => ({
  webhooks: webhookStore(table),
  policy: policyOf(setting),
  newId,
  now,
}));
