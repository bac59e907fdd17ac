import type { Caller } from '../shared/contract/caller.ts';
import { mayManage } from '../webhooks/webhook.ts';
import { type Delivery, deliveryNotFound } from './delivery.ts';

interface Deliveries {
  find(id: string, at: string): Promise<Delivery | undefined>;
}

/** Reads a delivery to an endpoint that the caller manages; any other is not found (404). */
export const findVisibleDelivery = async (deliveries: Deliveries, id: string, caller: Caller, at: string): Promise<Delivery> => {
  const delivery = await deliveries.find(id, at);
  if (!delivery || !mayManage(caller, delivery)) throw deliveryNotFound(id);
  return delivery;
};
