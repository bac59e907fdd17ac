import { Duration } from 'aws-cdk-lib';
import { type IEventBus, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { FilterRule } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { PARTITIONS } from '../../functions/shared/table/partitions.ts';
import { pendingWebhooks, webhooksOf } from '../../functions/shared/table/webhook-keys.ts';
import { DeadLetterQueue } from '../base/dead-letter-queue.ts';
import { RunbookAlarms } from '../base/runbook-alarms.ts';
import { TenantryFunction } from '../base/tenantry-function.ts';
import type { Publisher } from '../bus/publisher.ts';
import { WebhookTarget } from '../bus/webhook-target.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';
import { consumeStream } from '../data/consume-stream.ts';
import type { TenantryTable } from '../data/tenantry-table.ts';
import { grantControlPlane } from './webhook-control-plane.ts';
import { webhookReconcilerAlarms } from './webhook-reconciler-alarms.ts';

interface WebhookReconcilerProps {
  readonly table: TenantryTable;
  readonly bus: IEventBus;
  /** The dead-letter queue of the rules' targets. */
  readonly webhookDeadLetters: DeadLetterQueue;
  /** The publisher adds the fields that the rules match, so a deployment changes it first. */
  readonly publisher: Publisher;
  readonly configuration: Configuration;
}

const STREAM = {
  filter: {
    eventName: FilterRule.or('INSERT', 'MODIFY'),
    // Each change sets the tries to 0; the reconciler's own writes raise or keep them.
    dynamodb: {
      Keys: { pk: { S: FilterRule.isEqual(pendingWebhooks.pk) } },
      NewImage: { tries: { N: FilterRule.isEqual('0') } },
    },
  },
  batchSize: 10,
  // The control plane accepts 50 calls a second: twice four endpoints at a time, and a sweep.
  parallelizationFactor: 2,
  // The sweep takes what is not retried here any more.
  retryAttempts: 5,
  maxRecordAge: Duration.hours(1),
};

/**
 * Sets EventBridge up for the endpoints of the API: at once, from the table's stream, and every
 * minute those that are due.
 */
export class WebhookReconciler extends Construct {
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, { table, bus, webhookDeadLetters, publisher, configuration }: WebhookReconcilerProps) {
    super(scope, id);

    const prefix = `${configuration.installation}-`;
    const target = new WebhookTarget(this, 'Target', { prefix, bus, deadLetters: webhookDeadLetters });
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', {
      configuration,
      advice: 'The reconciler could not be run for changes of webhook endpoints: the sweep follows them; fix the cause.',
      heading: 'webhook-reconciler-dead-letters',
    });
    const reconcile = new TenantryFunction(this, 'Reconcile', {
      configuration,
      entry: 'webhooks/reconcile',
      description: 'Makes EventBridge follow webhook endpoints',
      // The lease of an endpoint lasts longer.
      timeout: Duration.seconds(60),
      reserved: configuration.concurrency.reserved?.reconciler,
      environment: {
        EVENT_BUS_NAME: bus.eventBusName,
        WEBHOOK_PREFIX: prefix,
        WEBHOOK_TARGET_ROLE_ARN: target.role.roleArn,
        WEBHOOK_DEAD_LETTER_QUEUE_ARN: webhookDeadLetters.queue.queueArn,
        WEBHOOK_QUOTA: String(configuration.webhookQuota),
        WEBHOOK_SETTLE_SECONDS: String(configuration.webhookSettleSeconds),
      },
    });
    const { pendingWebhooks: pending, webhooks, webhookLists, webhookQuotas, webhookRules } = PARTITIONS;
    table.grant(reconcile, {
      GetItem: [...pending, ...webhooks, ...webhookQuotas, ...webhookRules],
      Query: [...pending, webhooksOf('/').pk],
      UpdateItem: [...pending, ...webhooks, ...webhookQuotas, ...webhookRules],
      DeleteItem: [...pending, ...webhooks, ...webhookLists],
    });
    table.grantStreamRead(reconcile);
    grantControlPlane(reconcile, { prefix, bus, targetRole: target.role });
    reconcile.lambda.node.addDependency(publisher.publish.lambda);

    consumeStream(table, { ...STREAM, consumer: reconcile, deadLetters: this.deadLetters });
    scheduleSweep(this, reconcile);
    new RunbookAlarms(this, 'Alarms', { configuration, alarms: webhookReconcilerAlarms(configuration, reconcile.lambda) });
  }
}

const scheduleSweep = (scope: Construct, { lambda }: TenantryFunction): void => {
  // A failed sweep is not repeated: the next is a minute away.
  lambda.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });
  new Rule(scope, 'Sweep', {
    description: 'Tries again what the reconciler of webhook endpoints could not do',
    schedule: Schedule.rate(Duration.minutes(1)),
    targets: [new LambdaFunction(lambda, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
  });
};
