import validate from '../generated/redeliver.js';
import { once } from '../shared/base/once.ts';
import { busOf } from '../shared/bus.ts';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import { found } from '../shared/http/reply.ts';
import { now, setting } from '../shared/runtime.ts';
import { webhookStore } from '../webhooks/store.ts';
import { openBus } from './bus.ts';
import { redeliver as contract } from './contract.ts';
import { type Delivery, shownDelivery } from './delivery.ts';
import { type RedeliveryDeps, redeliverEvent } from './redelivery.ts';
import { deliveryStore } from './store.ts';
import { findVisibleDelivery } from './visible.ts';

interface Deps extends RedeliveryDeps {
  readonly deliveries: RedeliveryDeps['deliveries'] & Pick<ReturnType<typeof deliveryStore>, 'find'>;
}

/** Redelivers the event of a delivery to its endpoint. */
export const redeliver: Operation<typeof contract, Deps> = async ({ params, caller, remember }, deps) => {
  const delivery = await findVisibleDelivery(deps.deliveries, params.id, caller, deps.now());
  const replyOf = (after: Delivery) => found(contract, shownDelivery(after));
  return replyOf(await redeliverEvent(delivery, deps, (after) => remember(replyOf(after))));
};

// Dependencies may be created for each request, but one client is enough.
const bus = once(() => openBus(busOf(setting)));

export const handler = endpoint(contract, { validate }, redeliver, ({ setting, table }) => {
  const deployed: readonly string[] = JSON.parse(setting('OPERATOR_ENDPOINTS'));
  return {
    deliveries: deliveryStore(table),
    webhooks: webhookStore(table),
    isDeployed: (name: string) => deployed.includes(name),
    send: bus(),
    now,
  };
});
