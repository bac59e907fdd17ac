import type { Write } from '../shared/table/transaction.ts';
import { requireReceiving, stillReceiving } from '../webhooks/receiving.ts';
import type { webhookStore } from '../webhooks/store.ts';
import type { Send } from './bus.ts';
import { type Delivery, withRedelivery } from './delivery.ts';
import type { deliveryStore } from './store.ts';

export interface RedeliveryDeps {
  readonly deliveries: Pick<ReturnType<typeof deliveryStore>, 'detail' | 'rehearse' | 'mark'>;
  readonly webhooks: Pick<ReturnType<typeof webhookStore>, 'find'>;
  /** Whether the deployment has an endpoint of that name. */
  readonly isDeployed: (name: string) => boolean | Promise<boolean>;
  readonly send: Send;
  readonly now: () => string;
}

/**
 * Puts the event of a delivery on its way again, and then notes it, with `alongside`: a crash between the two leads to a second one, never to none. The
 * note is refused when the endpoint changed meanwhile, since its rule may not have been there any more.
 */
export const redeliverEvent = async (
  delivery: Delivery,
  deps: RedeliveryDeps,
  alongside: (after: Delivery) => readonly Write[] = () => [],
): Promise<Delivery> => {
  const unchanged = await requireEndpoint(delivery, deps);
  const detail = await deps.deliveries.detail(delivery.id);
  const after = withRedelivery(delivery, deps.now());

  // A request that was answered before, or that the table would not take, is to send nothing.
  await deps.deliveries.rehearse([...alongside(after), ...unchanged]);
  await deps.send(delivery.webhookId, detail);
  await deps.deliveries.mark(delivery, after, [...alongside(after), ...unchanged]);

  return after;
};

/** Refuses when the endpoint takes no events (409); answers what must hold of it once the event is sent. */
const requireEndpoint = async ({ webhookId }: Delivery, { webhooks, isDeployed }: RedeliveryDeps): Promise<readonly Write[]> => {
  const webhook = await webhooks.find(webhookId);
  if (!webhook && (await isDeployed(webhookId))) return [];
  requireReceiving(webhookId, webhook);
  return webhook ? [stillReceiving(webhook)] : [];
};
