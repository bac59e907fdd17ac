import type { EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import type { Configuration } from './configuration-schema.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
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
    for (const webhook of configuration.webhooks) {
      new WebhookEndpoint(this, webhook.name, { webhook, bus, deadLetters: this.deadLetters });
    }
  }
}
