import { EVENT_NAMES } from '../events/event-names.ts';
import validate from '../generated/testWebhook.js';
import { endpoint, type Operation } from '../shared/endpoint/endpoint.ts';
import { found } from '../shared/http/reply.ts';
import { newId, now } from '../shared/runtime.ts';
import { directedEvent, firstVersion } from '../shared/table/events.ts';
import type { Write } from '../shared/table/transaction.ts';
import { webhookEventKey } from '../shared/table/webhook-keys.ts';
import { testWebhook as contract } from './contract.ts';
import { requireReceiving, requireStillReceiving } from './receiving.ts';
import { firstOf, sampleOf } from './samples.ts';
import { webhookStore } from './store.ts';
import { findManagedWebhook } from './visible.ts';
import type { Webhook } from './webhook.ts';

interface Deps {
  readonly webhooks: Pick<ReturnType<typeof webhookStore>, 'find'>;
  readonly commit: (writes: readonly Write[]) => Promise<void>;
  readonly newId: () => string;
  readonly now: () => string;
}

/** The prefix of the id of a test; no other event's id begins with it. */
const TEST_PREFIX = 'test-';

/** Sends a sample of an event to one endpoint, as an event directed at this endpoint alone. */
export const testWebhook: Operation<typeof contract, Deps> = async ({ params, body, caller, origin, remember }, deps) => {
  const webhook = await findManagedWebhook(deps.webhooks, params.id, caller);
  requireReceiving(webhook.id, webhook);
  const event = body.event ?? firstOf(webhook.events[0] ?? '', EVENT_NAMES) ?? 'partner.created';
  const eventId = `${TEST_PREFIX}${deps.newId()}`;
  const reply = found(contract, { eventId, event });
  const change = {
    ...firstVersion,
    name: event,
    data: sampleOf(event),
    at: deps.now(),
    tenant: tenantOf(webhook),
    key: (id: string) => webhookEventKey(webhook.id, id),
  };

  await deps.commit([...remember(reply), requireStillReceiving(webhook), directedEvent(webhook.id, change, origin, eventId)]);

  return reply;
};

/** Returns the tenant whose events the endpoint is sent, so that its rule matches the test. */
const tenantOf = ({ resellerId, owner }: Webhook): string => (resellerId === undefined ? owner : `/resellers/${resellerId}`);

export const handler = endpoint(contract, { validate }, testWebhook, ({ table }) => ({
  webhooks: webhookStore(table),
  commit: table.commit,
  newId,
  now,
}));
