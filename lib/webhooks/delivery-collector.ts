import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { PARTITIONS } from '../../functions/shared/table/partitions.ts';
import type { DeadLetterQueue } from '../base/dead-letter-queue.ts';
import { consume } from '../base/queue-consumers.ts';
import { RunbookAlarms } from '../base/runbook-alarms.ts';
import { TenantryFunction } from '../base/tenantry-function.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';
import type { TenantryTable } from '../data/tenantry-table.ts';
import { deliveryAlarms } from './delivery-alarms.ts';

const { deliveries, deliveryLists, partners, pendingWebhooks, resellers, webhooks } = PARTITIONS;

interface DeliveryCollectorProps {
  readonly table: TenantryTable;
  readonly configuration: Configuration;
  readonly deadLetters: DeadLetterQueue;
  readonly poison: DeadLetterQueue;
}

/** The time of a batch of ten that each wait for a contended endpoint as long as an attempt may. */
export const COLLECTOR_TIMEOUT = Duration.seconds(60);

/**
 * Stores each dead letter in the delivery log, and counts it on its endpoint; what it cannot read
 * goes to a separate queue.
 */
export class DeliveryCollector extends Construct {
  constructor(scope: Construct, id: string, { table, configuration, deadLetters, poison }: DeliveryCollectorProps) {
    super(scope, id);

    const collect = new TenantryFunction(this, 'Collect', {
      configuration,
      entry: 'deliveries/collect',
      description: 'Collects dead letters of webhooks',
      timeout: COLLECTOR_TIMEOUT,
      reserved: configuration.concurrency.reserved?.collector,
      environment: {
        DELIVERY_LOG_DAYS: String(configuration.deliveryLogDays),
        EVENT_RETENTION_DAYS: String(configuration.eventRetentionDays),
        WEBHOOK_SUSPEND_AFTER: String(configuration.webhookSuspendAfter),
        WEBHOOK_HEALTHY_AFTER_MINUTES: String(configuration.webhookHealthyAfterMinutes),
        POISON_QUEUE_URL: poison.queue.queueUrl,
      },
    });
    table.grant(collect, {
      GetItem: [...webhooks, ...partners],
      // The event of a suspended endpoint belongs to its tenant, or to the endpoint itself.
      PutItem: [...deliveries, ...deliveryLists, ...partners, ...resellers, ...webhooks],
      UpdateItem: [...webhooks, ...pendingWebhooks],
    });
    poison.grantSend(collect);
    // An outage of one receiver makes many dead letters of one endpoint, which is counted on one
    // item.
    consume(deadLetters.queue, collect, { id: 'DeadLetters', maxConcurrency: 5 });
    new RunbookAlarms(this, 'Alarms', { configuration, alarms: deliveryAlarms(configuration) });
  }
}
