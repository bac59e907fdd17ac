import { Refusal } from '../shared/contract/problems.ts';
import type { Write } from '../shared/table/transaction.ts';
import { requireSameVersion } from './store.ts';
import type { Webhook } from './webhook.ts';

/**
 * Refuses (409) unless an enabled rule of the endpoint certainly matches an event that is put on
 * the bus now; EventBridge would drop it silently.
 */
export const requireReceiving = (webhookId: string, webhook: Webhook | undefined): void => {
  const reason = obstacleOf(webhook);
  if (reason === undefined) return;
  throw notReceiving(webhookId, reason);
};

const obstacleOf = (webhook: Webhook | undefined): string | undefined => {
  if (!webhook || webhook.deletedAt !== undefined) return 'is gone';
  if (!webhook.enabled || webhook.status === 'disabled') return 'is disabled';
  if (webhook.suspendedAt !== undefined || webhook.status === 'suspended') return 'is suspended';
  if (webhook.status === 'pending') return 'is being set up; try again when it is healthy';
  return webhook.status === 'failed' ? 'could not be set up' : undefined;
};

/**
 * Returns the check that the endpoint has not changed since it was read (409): its rule may be
 * gone.
 */
export const requireStillReceiving = (webhook: Webhook): Write =>
  requireSameVersion(webhook, () => notReceiving(webhook.id, 'was changed meanwhile; try again'));

const notReceiving = (webhookId: string, reason: string): Refusal =>
  new Refusal('webhook-not-receiving', `The webhook endpoint ${webhookId} ${reason}.`);
