import { Refusal } from '../shared/contract/problems.ts';
import type { Write } from '../shared/table/transaction.ts';
import { sameVersion } from './store.ts';
import type { Webhook } from './webhook.ts';

/** Refuses (409) unless an event that is put on the bus now certainly meets an enabled rule of the endpoint: it would be dropped without a word. */
export const requireReceiving = (webhookId: string, webhook: Webhook | undefined): void => {
  const reason = obstacle(webhook);
  if (reason === undefined) return;
  throw notReceiving(webhookId, reason);
};

const obstacle = (webhook: Webhook | undefined): string | undefined => {
  if (!webhook || webhook.deletedAt !== undefined) return 'is gone';
  if (!webhook.enabled || webhook.status === 'disabled') return 'is disabled';
  if (webhook.suspendedAt !== undefined || webhook.status === 'suspended') return 'is suspended';
  if (webhook.status === 'pending') return 'is being set up; try again when it is healthy';
  return webhook.status === 'failed' ? 'could not be set up' : undefined;
};

/** Requires that the endpoint is still as it was when the event was put on its way: its rule may not have been there any more (409). */
export const stillReceiving = (webhook: Webhook): Write =>
  sameVersion(webhook, () => notReceiving(webhook.id, 'was changed meanwhile; try again'));

const notReceiving = (webhookId: string, reason: string): Refusal =>
  new Refusal('webhook-not-receiving', `The webhook endpoint ${webhookId} ${reason}.`);
