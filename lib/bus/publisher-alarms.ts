import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { metric, PERIOD } from '../base/metric.ts';
import type { Alarms } from '../base/runbook-alarms.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';

/**
 * Defines the alarms for events that are not published (lasting errors, a bus that accepts none)
 * or published late (the oldest that waits, and those published).
 */
export const publisherAlarms = (configuration: Configuration, lambda: IFunction): Alarms => ({
  Errors: {
    metric: lambda.metricErrors({ period: PERIOD }),
    threshold: 1,
    // A single failure is retried and harmless.
    periods: 3,
    advice: "Read the publisher's log for the cause; events wait for 23 hours, then they are dead letters.",
    heading: 'publisher-errors',
  },
  Stops: {
    // A batch that the publisher ends by itself is no error of the function to Lambda.
    metric: metric(configuration, 'PublisherStops'),
    threshold: 1,
    periods: 3,
    advice: "The bus does not take events: read the cause in the publisher's log; events wait for 23 hours, then they are dead letters.",
    heading: 'publisher-stops',
  },
  Lag: {
    metric: lambda.metric('IteratorAge', { period: PERIOD, statistic: 'Maximum' }),
    threshold: Duration.minutes(5).toMilliseconds(),
    advice: 'Events are published late: look for errors or throttles of the publisher.',
    heading: 'publisher-lag',
  },
  PublishLag: {
    metric: metric(configuration, 'PublishLag'),
    threshold: Duration.minutes(1).toMilliseconds(),
    periods: 3,
    advice: 'Events reach the bus more than a minute after they were committed: look for retries of the publisher.',
    heading: 'publish-lag',
  },
});
