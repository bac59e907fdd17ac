import validate from '../generated/updateWebhook.js';
import { endpoint, type Operation, type Request } from '../shared/endpoint/endpoint.ts';
import type { Reply } from '../shared/http/idempotency.ts';
import { readBack } from '../shared/http/read-back.ts';
import { found } from '../shared/http/reply.ts';
import { now } from '../shared/runtime.ts';
import { retryOnConflict } from '../shared/table/retry-on-conflict.ts';
import { updateWebhook as contract } from './contract.ts';
import { healthyAfter } from './health-policy.ts';
import { installationUrlRules } from './policy.ts';
import { webhookStore } from './store.ts';
import { findManagedWebhook } from './visible.ts';
import { patchWebhook, requireTokenToMove } from './webhook.ts';
import { type HealthPolicy, withCurrentHealth } from './webhook-health.ts';

interface Deps {
  readonly webhooks: Pick<ReturnType<typeof webhookStore>, 'find' | 'replace'>;
  readonly health: Pick<HealthPolicy, 'quietMs'>;
  readonly now: () => string;
}

/** Changes an endpoint by a merge patch; writes nothing when nothing differs. */
export const updateWebhook: Operation<typeof contract, Deps> = (request, deps) => retryOnConflict(() => attempt(request, deps));

const attempt = async (request: Request<typeof contract>, { webhooks, health, now }: Deps): Promise<Reply> => {
  const before = await findManagedWebhook(webhooks, request.params.id, request.caller);
  const body = readBack(contract, withCurrentHealth(before, now(), health), request);
  requireTokenToMove(before, body);
  const after = patchWebhook(before, body, now());
  if (after !== before) await webhooks.replace(before, after, body.token);
  return found(contract, withCurrentHealth(after, now(), health));
};

export const handler = endpoint(contract, { validate, rules: installationUrlRules }, updateWebhook, ({ setting, table }) => ({
  webhooks: webhookStore(table),
  health: healthyAfter(setting),
  now,
}));
