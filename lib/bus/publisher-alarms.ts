import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { metric, PERIOD } from '../base/metric.ts';
import { RunbookAlarm } from '../base/runbook-alarm.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';

interface PublisherAlarmsProps {
  readonly lambda: IFunction;
  readonly configuration: Configuration;
}

/**
 * Alarms when events are not published (lasting errors, a bus that accepts none) and when they are
 * published late (the oldest that waits, and those published).
 */
export class PublisherAlarms extends Construct {
  constructor(scope: Construct, id: string, { lambda, configuration }: PublisherAlarmsProps) {
    super(scope, id);

    new RunbookAlarm(this, 'Errors', {
      configuration,
      metric: lambda.metricErrors({ period: PERIOD }),
      threshold: 1,
      // A single failure is retried and harmless.
      periods: 3,
      advice: "Read the publisher's log for the cause; events wait in the stream for 24 hours.",
      heading: 'publisher-errors',
    });
    new RunbookAlarm(this, 'Stops', {
      configuration,
      // A batch that the publisher ends by itself is no error of the function to Lambda.
      metric: metric(configuration, 'PublisherStops'),
      threshold: 1,
      periods: 3,
      advice: "The bus does not take events: read the cause in the publisher's log; events wait in the stream for 24 hours.",
      heading: 'publisher-stops',
    });
    new RunbookAlarm(this, 'Lag', {
      configuration,
      metric: lambda.metric('IteratorAge', { period: PERIOD, statistic: 'Maximum' }),
      threshold: Duration.minutes(5).toMilliseconds(),
      advice: 'Events are published late: look for errors or throttles of the publisher.',
      heading: 'publisher-lag',
    });
    new RunbookAlarm(this, 'PublishLag', {
      configuration,
      metric: metric(configuration, 'PublishLag'),
      threshold: Duration.minutes(1).toMilliseconds(),
      periods: 3,
      advice: 'Events reach the bus more than a minute after they were committed: look for retries of the publisher.',
      heading: 'publish-lag',
    });
  }
}
