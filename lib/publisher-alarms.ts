import { Duration, Names } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Configuration } from './configuration-schema.ts';
import { RunbookAlarm } from './runbook-alarm.ts';

interface PublisherAlarmsProps {
  readonly lambda: IFunction;
  readonly logGroup: ILogGroup;
  readonly configuration: Configuration;
}

/** Tells when events are not being published (errors that last) and when they are published late (age of the oldest record). */
export class PublisherAlarms extends Construct {
  constructor(scope: Construct, id: string, { lambda, logGroup, configuration }: PublisherAlarmsProps) {
    super(scope, id);

    new RunbookAlarm(this, 'Errors', {
      configuration,
      metric: lambda.metricErrors({ period: Duration.minutes(5) }),
      threshold: 1,
      // A single failure is retried and harmless.
      periods: 3,
      advice: "Read the publisher's log for the cause; events wait in the stream for 24 hours.",
      heading: 'publisher-errors',
    });
    new RunbookAlarm(this, 'Stops', {
      configuration,
      metric: stops(logGroup),
      threshold: 1,
      periods: 3,
      advice: "The bus does not take events: read the cause in the publisher's log; events wait in the stream for 24 hours.",
      heading: 'publisher-stops',
    });
    new RunbookAlarm(this, 'Lag', {
      configuration,
      metric: lambda.metric('IteratorAge', { period: Duration.minutes(5), statistic: 'Maximum' }),
      threshold: Duration.minutes(5).toMilliseconds(),
      advice: 'Events are published late: look for errors or throttles of the publisher.',
      heading: 'publisher-lag',
    });
  }
}

// A batch that the publisher ends by itself is no error of the function to Lambda: it is counted by its log line.
const stops = (logGroup: ILogGroup): Metric =>
  new MetricFilter(logGroup, 'Stopped', {
    logGroup,
    filterPattern: FilterPattern.stringValue('$.message', '=', 'stopped'),
    metricNamespace: 'Tenantry',
    metricName: `PublisherStops-${Names.uniqueResourceName(logGroup, { maxLength: 64 })}`,
  }).metric({ period: Duration.minutes(5), statistic: 'Sum' });
