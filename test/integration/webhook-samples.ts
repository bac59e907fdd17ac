import { v7 } from 'uuid';
import type { Owner, Webhook } from '../../functions/webhooks/webhook.ts';
import { type DeadLetterOf, deadLetterRecord, ruleNameOf } from '../support/dead-letter.ts';
import type { Api } from './api.ts';

/** Stores an endpoint that has been set up, and answers it. */
export const makeWebhook = async (api: Api, fields: Partial<Webhook> & { readonly owner?: Owner } = {}): Promise<Webhook> => {
  const { webhookStore } = await import('../../functions/webhooks/store.ts');
  // From before all dead letters of the test.
  const at = '2026-01-01T00:00:00.000Z';
  const webhook: Webhook = {
    ...{
      id: v7(),
      name: 'CRM',
      url: 'https://crm.example.com/hooks',
      enabled: true,
      events: ['reseller.*'],
      owner: '/',
      status: 'healthy',
    },
    ...{ tokenLast4: 'x9Qz', tokenVersion: 1, failures: 0, version: 1, createdAt: at, updatedAt: at },
    ...fields,
  };
  await webhookStore(api.table.table).insert(webhook, 'k9fT2vLq8sYw4mRz', { perTenant: 3000, total: 3000 }, []);
  return webhook;
};

/** The endpoint as it is stored now. */
export const storedWebhook = async (api: Api, id: string): Promise<Webhook> => {
  const { webhookStore } = await import('../../functions/webhooks/store.ts');
  return (await webhookStore(api.table.table).findAny(id)) as Webhook;
};

/** A dead letter of a webhook to an endpoint. */
export const letterTo = ({ id }: Pick<Webhook, 'id'>, of: DeadLetterOf = {}) => deadLetterRecord({ rule: ruleNameOf(id), ...of });

/** Hands dead letters to the collector as one batch; answers the ids of those that failed. */
export const collectAll = async (records: readonly ReturnType<typeof deadLetterRecord>[]): Promise<readonly string[]> => {
  const { handler } = await import('../../functions/deliveries/collect.ts');
  const { batchItemFailures } = await handler({ Records: [...records] }, {} as never);
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
};

/** The environment of the functions that know of deliveries. */
export const deliveryEnvironment = {
  DELIVERY_LOG_DAYS: '30',
  WEBHOOK_SUSPEND_AFTER: '10',
  WEBHOOK_HEALTHY_AFTER_MINUTES: '60',
  WEBHOOK_LOCAL_URLS: 'false',
  WEBHOOK_QUOTA: '3000',
  WEBHOOK_QUOTA_PER_TENANT: '3000',
  OPERATOR_ENDPOINTS: '["billing"]',
} as const;
