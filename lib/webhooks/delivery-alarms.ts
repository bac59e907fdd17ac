import { Construct } from 'constructs';
import { metric } from '../base/metric.ts';
import { RunbookAlarm } from '../base/runbook-alarm.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';

interface DeliveryAlarmsProps {
  readonly configuration: Configuration;
}

/**
 * Alarms when webhooks are dead-lettered and when an endpoint is suspended. It watches what the
 * collector commits, because the collector empties the queue.
 */
export class DeliveryAlarms extends Construct {
  constructor(scope: Construct, id: string, { configuration }: DeliveryAlarmsProps) {
    super(scope, id);

    new RunbookAlarm(this, 'DeadLetters', {
      configuration,
      metric: metric(configuration, 'Deliveries', 'dead-letter'),
      threshold: 1,
      advice: 'A webhook refused an event or was down for 24 hours: ask its owner, then redrive.',
      heading: 'webhook-dead-letters',
    });
    new RunbookAlarm(this, 'Suspended', {
      configuration,
      metric: metric(configuration, 'Suspensions'),
      threshold: 1,
      advice: 'A self-service endpoint was suspended: its owner has to fix and resume it.',
      heading: 'webhook-suspended',
    });
  }
}
