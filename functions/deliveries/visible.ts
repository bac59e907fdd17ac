import type { Caller } from '../shared/caller.ts';
import { type Delivery, deliveryNotFound, isVisible } from './delivery.ts';

interface Deliveries {
  find(id: string, at: string): Promise<Delivery | undefined>;
}

/** Reads a delivery the caller may see; any other is not found (404). */
export const visibleDelivery = async (deliveries: Deliveries, id: string, caller: Caller, at: string): Promise<Delivery> => {
  const delivery = await deliveries.find(id, at);
  if (!delivery || !isVisible(caller, delivery)) throw deliveryNotFound(id);
  return delivery;
};
