import { Construct } from 'constructs';
import { PARTITIONS } from '../../functions/shared/table/partitions.ts';
import { createWebhook, deleteWebhook, getWebhook, listWebhooks, testWebhook, updateWebhook } from '../../functions/webhooks/contract.ts';
import { ACTIVE_TENANT, cursors, IDEMPOTENT } from '../data/table-rights.ts';
import type { ApiSliceProps } from './api-slice.ts';
import { Endpoint } from './endpoint.ts';

const { pendingWebhooks, webhookLists, webhookQuotas, webhooks } = PARTITIONS;

interface WebhooksApiProps extends ApiSliceProps {
  readonly stage: string;
}

/** The endpoints of webhook endpoints. What they write, the reconciler carries out. */
export class WebhooksApi extends Construct {
  constructor(scope: Construct, id: string, { table, stage, ...shared }: WebhooksApiProps) {
    super(scope, id);
    const health = { WEBHOOK_HEALTHY_AFTER_MINUTES: String(shared.configuration.webhookHealthyAfterMinutes) };
    const environment = {
      // Only the embedded runtime may send to this machine.
      WEBHOOK_LOCAL_URLS: String(stage === 'local'),
      WEBHOOK_QUOTA: String(shared.configuration.webhookQuota),
      WEBHOOK_QUOTA_PER_TENANT: String(shared.configuration.webhookQuotaPerTenant),
    };

    const create = new Endpoint(this, 'Create', { ...shared, contract: createWebhook, entry: 'webhooks/create', environment });
    table.grant(create, ACTIVE_TENANT, IDEMPOTENT, {
      PutItem: [...webhooks, ...webhookLists],
      UpdateItem: [...webhookQuotas, ...pendingWebhooks],
    });

    const get = new Endpoint(this, 'Get', { ...shared, contract: getWebhook, entry: 'webhooks/get', environment: health });
    table.grant(get, { GetItem: webhooks });

    const list = new Endpoint(this, 'List', { ...shared, contract: listWebhooks, entry: 'webhooks/list', environment: health });
    table.grant(list, cursors(listWebhooks), { BatchGetItem: webhooks, Query: webhookLists });

    const update = new Endpoint(this, 'Update', {
      ...{ ...shared, contract: updateWebhook, entry: 'webhooks/update' },
      environment: { ...environment, ...health },
    });
    table.grant(update, ACTIVE_TENANT, { GetItem: webhooks, PutItem: webhooks, UpdateItem: pendingWebhooks });

    const remove = new Endpoint(this, 'Delete', { ...shared, contract: deleteWebhook, entry: 'webhooks/delete' });
    table.grant(remove, ACTIVE_TENANT, { GetItem: webhooks, PutItem: webhooks, UpdateItem: pendingWebhooks });

    const test = new Endpoint(this, 'Test', { ...shared, contract: testWebhook, entry: 'webhooks/test' });
    table.grant(test, ACTIVE_TENANT, IDEMPOTENT, { GetItem: webhooks, PutItem: webhooks, ConditionCheckItem: webhooks });
  }
}
