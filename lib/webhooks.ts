import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import type { Configuration } from './configuration-schema.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { RunbookAlarm } from './runbook-alarm.ts';
import { WebhookEndpoint } from './webhook-endpoint.ts';

interface WebhooksProps {
  readonly bus: EventBus;
  readonly configuration: Configuration;
}

/** The operator endpoints of the configuration, and the one dead-letter queue of the installation that they share. */
export class Webhooks extends Construct {
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, { bus, configuration }: WebhooksProps) {
    super(scope, id);

    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', {
      configuration,
      advice: 'A webhook refused an event or was down for 24 hours: ask its owner, then redrive.',
      heading: 'webhook-dead-letters',
    });
    new RunbookAlarm(this, 'DeadLettersLost', {
      configuration,
      metric: lost(bus),
      threshold: 1,
      advice: 'EventBridge could not put a dead letter into its queue: the event is only in the table now.',
      heading: 'webhook-dead-letters-lost',
    });
    for (const webhook of configuration.webhooks) {
      new WebhookEndpoint(this, webhook.name, { webhook, bus, deadLetters: this.deadLetters });
    }
  }
}

// EventBridge user guide, "Monitoring": counted per bus under this dimension.
const lost = (bus: EventBus): Metric =>
  new Metric({
    namespace: 'AWS/Events',
    metricName: 'InvocationsFailedToBeSentToDlq',
    dimensionsMap: { EventBusName: bus.eventBusName },
    period: Duration.minutes(5),
    statistic: 'Sum',
  });
