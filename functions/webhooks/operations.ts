import { activeTenants, everyToken, owner } from '../shared/contract/callers.ts';
import { type OperationSetting, operationsOf } from '../shared/operation.ts';
import { PARTITIONS } from '../shared/table/partitions.ts';
import * as contracts from './contract.ts';

const { pendingWebhooks, webhookLists, webhookQuotas, webhooks } = PARTITIONS;

const HEALTH: readonly OperationSetting[] = ['WEBHOOK_HEALTHY_AFTER_MINUTES'];
const QUOTAS: readonly OperationSetting[] = ['WEBHOOK_LOCAL_URLS', 'WEBHOOK_QUOTA', 'WEBHOOK_QUOTA_PER_TENANT'];

/** The operations of webhook endpoints. The reconciler carries out what they write. */
export const webhookOperations = operationsOf(contracts, {
  createWebhook: {
    handler: 'webhooks/create',
    callers: activeTenants(201),
    rights: { PutItem: [...webhooks, ...webhookLists], UpdateItem: [...webhookQuotas, ...pendingWebhooks] },
    settings: QUOTAS,
  },
  listWebhooks: {
    handler: 'webhooks/list',
    callers: everyToken(200),
    rights: { BatchGetItem: webhooks, Query: webhookLists },
    settings: HEALTH,
  },
  getWebhook: {
    handler: 'webhooks/get',
    callers: owner(200),
    rights: { GetItem: webhooks },
    settings: HEALTH,
  },
  updateWebhook: {
    handler: 'webhooks/update',
    callers: owner(200),
    rights: { GetItem: webhooks, PutItem: webhooks, UpdateItem: pendingWebhooks },
    settings: [...QUOTAS, ...HEALTH],
  },
  deleteWebhook: {
    handler: 'webhooks/delete',
    callers: owner(204),
    rights: { GetItem: webhooks, PutItem: webhooks, UpdateItem: pendingWebhooks },
  },
  testWebhook: {
    handler: 'webhooks/test',
    callers: owner(202),
    rights: { GetItem: webhooks, PutItem: webhooks, ConditionCheckItem: webhooks },
  },
});
