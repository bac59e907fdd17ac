import { type Delivery, shownDelivery } from '../deliveries/delivery.ts';
import { deliveryOf, deliveryStore } from '../deliveries/store.ts';
import validate from '../generated/getEventLogDeliveries.js';
import { Refusal } from '../shared/contract/problems.ts';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import { shown } from '../shared/http/reply.ts';
import { now } from '../shared/runtime.ts';
import { webhookOf, webhookStore } from '../webhooks/store.ts';
import { isSubscribed } from '../webhooks/subscription.ts';
import { type Owner, ownerOf, type Webhook } from '../webhooks/webhook.ts';
import { getEventLogDeliveries as contract } from './contract-deliveries.ts';
import type { StoredEvent } from './entry.ts';
import { DEPLOYED, recordedOutcome, type Sent, unrecordedOutcome } from './outcome.ts';
import { eventLogStore } from './store.ts';
import { isOwnEvent } from './visible.ts';

interface Deps {
  readonly logs: Pick<ReturnType<typeof eventLogStore>, 'find'>;
  readonly deliveries: Pick<ReturnType<typeof deliveryStore>, 'page'>;
  readonly webhooks: Pick<ReturnType<typeof webhookStore>, 'page'>;
  /** The names of the endpoints of the deployment. */
  readonly deployed: readonly string[];
  readonly keptDays: number;
  readonly now: () => string;
}

/** Returns the outcome of an event at each endpoint that the caller manages. */
export const getEventLogDeliveries: Operation<typeof contract, Deps> = async ({ params: { id }, caller }, deps) => {
  const event = (await deps.logs.find(id)) as StoredEvent | undefined;
  if (!event || !isOwnEvent(caller, event)) throw new Refusal('event-not-found', `There is no event ${id}.`);
  const [owner, at] = [ownerOf(caller), deps.now()];
  const [webhooks, deliveries] = await Promise.all([everyWebhook(deps.webhooks, owner), deliveriesOf(deps.deliveries, owner, id, at)]);
  const { tenant } = event.metadata;
  const { event: name, triggeredAt } = event.payload;
  const sent: Sent = { at: triggeredAt, isTraced: event.gsi1pk !== undefined, keptDays: deps.keptDays };
  const isConcerned = (webhook: Webhook): boolean => webhook.createdAt <= triggeredAt && isSubscribed(webhook, { event: name, tenant });
  const named = new Map(webhooks.map((webhook) => [webhook.id, webhook]));
  const byEndpoint = Map.groupBy(deliveries, ({ webhookId }) => webhookId);
  const ids = [...named.values()].filter((webhook) => isConcerned(webhook) || byEndpoint.has(webhook.id)).map((webhook) => webhook.id);
  const others = [...byEndpoint.keys(), ...(owner === '/' ? deps.deployed : [])].filter((one) => !named.has(one));

  const outcomeAt = (webhookId: string) => {
    const [webhook, recorded = []] = [named.get(webhookId), byEndpoint.get(webhookId)];
    const found = webhook ? unrecordedOutcome(webhook, sent, at) : DEPLOYED;
    return {
      webhookId,
      ...(webhook && { name: webhook.name }),
      ...(recorded.length > 0 ? recordedOutcome(recorded, at) : found),
      deliveries: recorded.map(shownDelivery),
    };
  };

  return shown(contract, { eventId: id, event: name, tenant, at: triggeredAt, endpoints: [...ids, ...new Set(others)].map(outcomeAt) });
};

const FIRST = { after: undefined, newestFirst: false } as const;

/** Reads all endpoints that an owner manages, from one on: at most the quota. */
const everyWebhook = async (webhooks: Deps['webhooks'], owner: Owner, after?: string): Promise<readonly Webhook[]> => {
  const { items, last } = await webhooks.page(owner, { ...FIRST, limit: AT_ONCE, after });
  const found = items.map(webhookOf).filter(({ deletedAt }) => deletedAt === undefined);
  return last === undefined ? found : [...found, ...(await everyWebhook(webhooks, owner, last))];
};

const AT_ONCE = 1000;

/** Reads the deliveries of an event, oldest first; of more than a thousand, the newest. */
const deliveriesOf = async (deliveries: Deps['deliveries'], owner: Owner, eventId: string, at: string): Promise<readonly Delivery[]> => {
  const { items } = await deliveries.page({ owner, eventId }, { ...FIRST, limit: AT_ONCE, newestFirst: true }, at);
  return items.map(deliveryOf).toReversed();
};

export const handler = endpoint(contract, { validate }, getEventLogDeliveries, ({ setting, table }) => ({
  logs: eventLogStore(table),
  deliveries: deliveryStore(table),
  webhooks: webhookStore(table),
  deployed: JSON.parse(setting('OPERATOR_ENDPOINTS')) as readonly string[],
  keptDays: Number(setting('DELIVERY_LOG_DAYS')),
  now,
}));
