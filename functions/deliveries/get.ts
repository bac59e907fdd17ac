import validate from '../generated/getDelivery.js';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import { found } from '../shared/http/reply.ts';
import { now } from '../shared/runtime.ts';
import { getDelivery as contract } from './contract.ts';
import { shownDelivery } from './delivery.ts';
import { deliveryStore } from './store.ts';
import { findVisibleDelivery } from './visible.ts';

interface Deps {
  readonly deliveries: Pick<ReturnType<typeof deliveryStore>, 'find'>;
  readonly now: () => string;
}

/** Returns one delivery. */
export const getDelivery: Operation<typeof contract, Deps> = async ({ params, caller }, { deliveries, now }) =>
  found(contract, shownDelivery(await findVisibleDelivery(deliveries, params.id, caller, now())));

export const handler = endpoint(contract, { validate }, getDelivery, ({ table }) => ({ deliveries: deliveryStore(table), now }));
