import validate from '../generated/getWebhook.js';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import { found } from '../shared/reply.ts';
import { getWebhook as contract } from './contract.ts';
import { webhookStore } from './store.ts';
import { managedWebhook } from './visible.ts';

interface Deps {
  readonly webhooks: Pick<ReturnType<typeof webhookStore>, 'find'>;
}

/** Answers one endpoint. */
export const getWebhook: Operation<typeof contract, Deps> = async ({ params, caller, header }, { webhooks }) =>
  found(contract, await managedWebhook(webhooks, params.id, caller), header['if-match']);

export const handler = endpoint(contract, { validate }, getWebhook, ({ table }) => ({ webhooks: webhookStore(table) }));
