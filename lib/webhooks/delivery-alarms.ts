import { metric } from '../base/metric.ts';
import type { Alarms } from '../base/runbook-alarms.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';

/**
 * Defines the alarms for dead-lettered webhooks and suspended endpoints. They watch what the
 * collector commits, because the collector empties the queue.
 */
export const deliveryAlarms = (configuration: Configuration): Alarms => ({
  DeadLetters: {
    metric: metric(configuration, 'Deliveries', 'dead-letter'),
    threshold: 1,
    advice: 'A webhook refused an event or was down for 24 hours: ask its owner, then redrive.',
    heading: 'webhook-dead-letters',
  },
  Suspended: {
    metric: metric(configuration, 'Suspensions'),
    threshold: 1,
    advice: 'A self-service endpoint was suspended: its owner has to fix and resume it.',
    heading: 'webhook-suspended',
  },
});
