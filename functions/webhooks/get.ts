import validate from '../generated/getWebhook.js';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import { found } from '../shared/http/reply.ts';
import { now } from '../shared/runtime.ts';
import { getWebhook as contract } from './contract.ts';
import { healthyAfter } from './health-policy.ts';
import { webhookStore } from './store.ts';
import { findManagedWebhook } from './visible.ts';
import { type HealthPolicy, withCurrentHealth } from './webhook-health.ts';

interface Deps {
  readonly webhooks: Pick<ReturnType<typeof webhookStore>, 'find'>;
  readonly health: Pick<HealthPolicy, 'quietMs'>;
  readonly now: () => string;
}

/** Returns one endpoint. */
export const getWebhook: Operation<typeof contract, Deps> = async ({ params, caller, header }, { webhooks, health, now }) =>
  found(contract, withCurrentHealth(await findManagedWebhook(webhooks, params.id, caller), now(), health), header['if-match']);

export const handler = endpoint(contract, { validate }, getWebhook, ({ setting, table }) => ({
  webhooks: webhookStore(table),
  health: healthyAfter(setting),
  now,
}));
