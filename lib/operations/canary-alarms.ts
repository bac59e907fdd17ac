import { Duration } from 'aws-cdk-lib';
import { metric } from '../base/metric.ts';
import type { Alarms } from '../base/runbook-alarms.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';

/**
 * Defines the alarms for a canary that has not succeeded for three of its periods, because its runs
 * fail or there are none, and for its events being late.
 */
export const canaryAlarms = (configuration: Configuration, every: Duration): Alarms => ({
  Failing: {
    metric: metric(configuration, 'CanarySuccess').with({ period: every }),
    least: 1,
    periods: 3,
    advice: 'What the canary does as a tenant does fails, or it does not run: read the lines `canary` in the log of its function Run.',
    heading: 'canary-failing',
  },
  Lag: {
    metric: metric(configuration, 'CanaryLag').with({ period: every }),
    threshold: Duration.seconds(30).toMilliseconds(),
    periods: 3,
    advice: 'Events reach the bus late: look at the lag and the log of the publisher.',
    heading: 'canary-lag',
  },
});
