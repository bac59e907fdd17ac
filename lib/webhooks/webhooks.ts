import { Annotations } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { sumOverRules } from '../base/bus-metric.ts';
import { DeadLetterQueue } from '../base/dead-letter-queue.ts';
import { RunbookAlarm } from '../base/runbook-alarm.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';
import { endpointCapacity, rulesPerBus } from '../configuration/rule-quota.ts';
import type { TenantryTable } from '../data/tenantry-table.ts';
import { COLLECTOR_TIMEOUT, DeliveryCollector } from './delivery-collector.ts';
import { OperatorTarget } from './operator-target.ts';
import { WebhookEndpoint } from './webhook-endpoint.ts';

interface WebhooksProps {
  readonly table: TenantryTable;
  readonly bus: IEventBus;
  readonly configuration: Configuration;
}

/**
 * The operator endpoints of the configuration, and the one dead-letter queue of the installation,
 * which the collector empties into the delivery log.
 */
export class Webhooks extends Construct {
  readonly deadLetters: DeadLetterQueue;
  readonly poison: DeadLetterQueue;

  constructor(scope: Construct, id: string, { table, bus, configuration }: WebhooksProps) {
    super(scope, id);

    this.poison = new DeadLetterQueue(this, 'Poison', {
      configuration,
      advice: 'A dead letter could not be read or collected: read the message and the log of the collector, then redrive.',
      heading: 'webhook-poison',
      ofQueue: true,
    });
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', {
      configuration,
      advice: 'Dead letters are not being collected: look for errors or throttles of the collector.',
      heading: 'webhook-dead-letters-waiting',
      consumed: { timeout: COLLECTOR_TIMEOUT, poison: this.poison.queue },
    });
    new DeliveryCollector(this, 'Collector', { table, configuration, deadLetters: this.deadLetters, poison: this.poison });
    new RunbookAlarm(this, 'DeadLettersLost', {
      configuration,
      metric: sumOverRules(bus, 'InvocationsFailedToBeSentToDlq'),
      threshold: 1,
      advice: 'EventBridge could not put a dead letter into its queue: the event is only in the table now.',
      heading: 'webhook-dead-letters-lost',
    });
    const capacity = endpointCapacity(configuration);
    if (configuration.webhookQuota > capacity) {
      const words = `webhookQuota is ${configuration.webhookQuota}, and a bus of ${rulesPerBus(configuration)} rules has room for ${capacity}: have AWS raise the quota first.`;
      Annotations.of(this).addWarningV2('tenantry:rules-per-bus', words);
    }
    if (configuration.webhooks.length === 0) return;
    const target = new OperatorTarget(this, 'OperatorTarget', { bus, configuration, deadLetters: this.deadLetters });
    for (const webhook of configuration.webhooks) new WebhookEndpoint(this, webhook.name, { webhook, configuration, bus, target });
  }
}
