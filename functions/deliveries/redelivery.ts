import type { Write } from '../shared/table/transaction.ts';
import { requireReceiving, requireStillReceiving } from '../webhooks/receiving.ts';
import type { webhookStore } from '../webhooks/store.ts';
import type { Send } from './bus.ts';
import { type Delivery, withRedelivery } from './delivery.ts';
import type { deliveryStore } from './store.ts';

export interface RedeliveryDeps {
  readonly deliveries: Pick<ReturnType<typeof deliveryStore>, 'detail' | 'checkConditions' | 'recordRedelivery'>;
  readonly webhooks: Pick<ReturnType<typeof webhookStore>, 'find'>;
  /** True when the deployment has an endpoint of that name. */
  readonly isDeployed: (name: string) => boolean | Promise<boolean>;
  readonly send: Send;
  readonly now: () => string;
}

/**
 * Redelivers the event of a delivery, and then records it with `alongside`: a crash between the two
 * leads to a second redelivery, never to none.
 * @throws {Refusal} 409 when the endpoint changed meanwhile, because its rule may be gone
 */
export const redeliverEvent = async (
  delivery: Delivery,
  deps: RedeliveryDeps,
  alongside: (after: Delivery) => readonly Write[] = () => [],
): Promise<Delivery> => {
  const unchanged = await requireEndpoint(delivery, deps);
  const detail = await deps.deliveries.detail(delivery.id);
  const after = withRedelivery(delivery, deps.now());

  // Nothing is sent for a request that was answered before, or that the table would refuse.
  await deps.deliveries.checkConditions([...alongside(after), ...unchanged]);
  await deps.send(delivery.webhookId, detail);
  await deps.deliveries.recordRedelivery(delivery, after, [...alongside(after), ...unchanged]);

  return after;
};

/**
 * Refuses when the endpoint is not sent events (409). Returns the check for the time after the
 * event was sent.
 */
const requireEndpoint = async ({ webhookId }: Delivery, { webhooks, isDeployed }: RedeliveryDeps): Promise<readonly Write[]> => {
  const webhook = await webhooks.find(webhookId);
  if (!webhook && (await isDeployed(webhookId))) return [];
  requireReceiving(webhookId, webhook);
  return webhook ? [requireStillReceiving(webhook)] : [];
};
