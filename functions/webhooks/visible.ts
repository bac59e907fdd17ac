import type { Caller } from '../shared/contract/caller.ts';
import { Refusal } from '../shared/contract/problems.ts';
import { mayManage, type Webhook } from './webhook.ts';

interface Webhooks {
  find(id: string): Promise<Webhook | undefined>;
}

/** Reads an endpoint that the caller manages; any other is not found (404). */
export const findManagedWebhook = async (webhooks: Webhooks, id: string, caller: Caller): Promise<Webhook> => {
  const webhook = await webhooks.find(id);
  if (!webhook || !mayManage(caller, webhook)) throw new Refusal('webhook-not-found', `There is no webhook endpoint ${id}.`);
  return webhook;
};
