import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { metric } from '../base/metric.ts';
import { RunbookAlarm } from '../base/runbook-alarm.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';

interface CanaryAlarmsProps {
  readonly configuration: Configuration;
  /** The pause between two runs. */
  readonly every: Duration;
}

/**
 * Alarms when no run of the canary has succeeded for three of its periods, because they fail or
 * there are none, and when its events are late.
 */
export class CanaryAlarms extends Construct {
  constructor(scope: Construct, id: string, { configuration, every }: CanaryAlarmsProps) {
    super(scope, id);

    new RunbookAlarm(this, 'Failing', {
      configuration,
      metric: metric(configuration, 'CanarySuccess').with({ period: every }),
      least: 1,
      periods: 3,
      advice: 'What the canary does as a tenant does fails, or it does not run: read the lines `canary` in the log of its function Run.',
      heading: 'canary-failing',
    });
    new RunbookAlarm(this, 'Lag', {
      configuration,
      metric: metric(configuration, 'CanaryLag').with({ period: every }),
      threshold: Duration.seconds(30).toMilliseconds(),
      periods: 3,
      advice: 'Events reach the bus late: look at the lag and the log of the publisher.',
      heading: 'canary-lag',
    });
  }
}
