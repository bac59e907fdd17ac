import { Duration } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Configuration } from './configuration-schema.ts';
import type { DeadLetterQueue } from './dead-letter-queue.ts';
import { DeliveryAlarms } from './delivery-alarms.ts';
import { TenantryFunction } from './tenantry-function.ts';
import type { TenantryTable } from './tenantry-table.ts';

interface DeliveryCollectorProps {
  readonly table: TenantryTable;
  readonly configuration: Configuration;
  readonly deadLetters: DeadLetterQueue;
  readonly poison: DeadLetterQueue;
}

/** A batch of ten that each wait for a contended endpoint as long as a decision may. */
export const COLLECTOR_TIMEOUT = Duration.seconds(60);

/** Makes an entry of the delivery log of each dead letter, and counts it on its endpoint; what it cannot read goes to a queue of its own. */
export class DeliveryCollector extends Construct {
  constructor(scope: Construct, id: string, { table, configuration, deadLetters, poison }: DeliveryCollectorProps) {
    super(scope, id);

    const collect = new TenantryFunction(this, 'Collect', {
      configuration,
      entry: 'deliveries/collect',
      description: 'Collects the webhooks that were given up',
      timeout: COLLECTOR_TIMEOUT,
      environment: {
        DELIVERY_LOG_DAYS: String(configuration.deliveryLogDays),
        EVENT_RETENTION_DAYS: String(configuration.eventRetentionDays),
        WEBHOOK_SUSPEND_AFTER: String(configuration.webhookSuspendAfter),
        WEBHOOK_HEALTHY_AFTER_MINUTES: String(configuration.webhookHealthyAfterMinutes),
        POISON_QUEUE_URL: poison.queue.queueUrl,
      },
    });
    table.grantRead(collect, 'GetItem');
    table.grantTransaction(collect, 'PutItem', 'UpdateItem');
    Grant.addToPrincipal({ grantee: collect, actions: ['sqs:SendMessage'], resourceArns: [poison.queue.queueArn] });
    empty(deadLetters, collect);
    new DeliveryAlarms(this, 'Alarms', { configuration });
  }
}

// What an event source mapping needs of a queue; SqsEventSource would also grant to look up its address and to change visibility.
const ACTIONS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

const empty = ({ queue }: DeadLetterQueue, collect: TenantryFunction): void => {
  Grant.addToPrincipal({ grantee: collect, actions: ACTIONS, resourceArns: [queue.queueArn] });
  collect.lambda.addEventSourceMapping('DeadLetters', {
    eventSourceArn: queue.queueArn,
    batchSize: 10,
    reportBatchItemFailures: true,
    // An outage of one receiver makes many dead letters of one endpoint, which is counted on one item.
    maxConcurrency: 5,
  });
};
