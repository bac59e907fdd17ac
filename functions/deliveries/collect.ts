import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { pathOf } from '../partners/partner.ts';
import { partnerStore } from '../partners/store.ts';
import { awsClient } from '../shared/base/aws-client.ts';
import { once } from '../shared/base/once.ts';
import { backgroundHandler } from '../shared/endpoint/background-handler.ts';
import { logger } from '../shared/endpoint/observe.ts';
import { installationEvents, installationTable, newId, now, setting } from '../shared/runtime.ts';
import type { Table } from '../shared/table/table.ts';
import type { Tenant } from '../webhooks/events.ts';
import { healthyAfter } from '../webhooks/health-policy.ts';
import { webhookStore } from '../webhooks/store.ts';
import type { Webhook } from '../webhooks/webhook.ts';
import { type CollectorDeps, collect } from './collector.ts';
import type { PoisonMessage } from './dead-letter.ts';
import { deliveryStore } from './store.ts';

const compose = (): CollectorDeps => {
  const table = installationTable(setting);
  return {
    deliveries: deliveryStore(table),
    findWebhook: webhookStore(table).findAny,
    tenantOf: tenantOf(table),
    record: installationEvents(setting),
    policy: {
      ...healthyAfter(setting),
      suspendAfter: Number(setting('WEBHOOK_SUSPEND_AFTER')),
      keptDays: Number(setting('DELIVERY_LOG_DAYS')),
    },
    quarantine: quarantineQueue(),
    log: logger,
    newId,
    now,
  };
};

const tenantOf =
  (table: Table) =>
  async ({ owner }: Webhook): Promise<Tenant> => {
    const [, kind, id = ''] = owner.split('/');
    if (kind === 'resellers') return { resellerId: id };
    if (kind !== 'partners') return 'operator';
    const partner = await partnerStore(table).find(Number(id));
    return { path: partner ? pathOf(partner) : [Number(id)] };
  };

const quarantineQueue = (): CollectorDeps['quarantine'] => {
  const client = awsClient(SQSClient, { maxAttempts: 3, requestTimeout: 5000 });
  const QueueUrl = setting('POISON_QUEUE_URL');
  return async ({ body, messageAttributes }, poison) => {
    const MessageAttributes = attributesOf(messageAttributes, poison);
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: body, MessageAttributes }));
  };
};

// A message has at most ten attributes; a dead letter has six.
const attributesOf = (attributes: SQSRecord['messageAttributes'], { reason }: PoisonMessage) => ({
  ...Object.fromEntries(
    Object.entries(attributes)
      .filter(([, { stringValue }]) => stringValue)
      .slice(0, 9)
      .map(([name, { stringValue }]) => [name, { DataType: 'String', StringValue: stringValue }]),
  ),
  REASON: { DataType: 'String', StringValue: reason },
});

const deps = once(compose);

/** Collects the dead letters of webhooks from their queue. */
export const handler = backgroundHandler(async ({ Records }: SQSEvent) => collect(Records, deps()));
