import { Construct } from 'constructs';
import { createWebhook, deleteWebhook, getWebhook, listWebhooks, testWebhook, updateWebhook } from '../functions/webhooks/contract.ts';
import type { ApiSliceProps } from './api-slice.ts';
import { Endpoint } from './endpoint.ts';

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
    table.grantRead(create, 'GetItem');
    table.grantTransaction(create, 'PutItem', 'UpdateItem', 'ConditionCheckItem');

    const get = new Endpoint(this, 'Get', { ...shared, contract: getWebhook, entry: 'webhooks/get', environment: health });
    table.grantRead(get, 'GetItem');

    const list = new Endpoint(this, 'List', { ...shared, contract: listWebhooks, entry: 'webhooks/list', environment: health });
    table.grantRead(list, 'BatchGetItem', 'Query');

    const update = new Endpoint(this, 'Update', {
      ...{ ...shared, contract: updateWebhook, entry: 'webhooks/update' },
      environment: { ...environment, ...health },
    });
    table.grantRead(update, 'GetItem');
    table.grantTransaction(update, 'PutItem', 'UpdateItem');

    const remove = new Endpoint(this, 'Delete', { ...shared, contract: deleteWebhook, entry: 'webhooks/delete' });
    table.grantRead(remove, 'GetItem');
    table.grantTransaction(remove, 'PutItem', 'UpdateItem');

    const test = new Endpoint(this, 'Test', { ...shared, contract: testWebhook, entry: 'webhooks/test' });
    table.grantRead(test, 'GetItem');
    table.grantTransaction(test, 'PutItem', 'ConditionCheckItem');
  }
}
