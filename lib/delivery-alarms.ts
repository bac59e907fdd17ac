import { Duration, Names } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type IFilterPattern, type ILogGroup, type JsonPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Configuration } from './configuration-schema.ts';
import { RunbookAlarm } from './runbook-alarm.ts';

interface DeliveryAlarmsProps {
  readonly configuration: Configuration;
  /** The log of the collector. */
  readonly logGroup: ILogGroup;
}

/** Tells when webhooks are given up and when an endpoint is suspended, by the lines of the collector's log: its queue is empty again by then. */
export class DeliveryAlarms extends Construct {
  constructor(scope: Construct, id: string, { configuration, logGroup }: DeliveryAlarmsProps) {
    super(scope, id);

    const line = (field: string, value: string): JsonPattern => FilterPattern.stringValue(field, '=', value);
    const deadLetter = FilterPattern.all(line('$.message', 'delivery'), line('$.result', 'dead-letter'));
    new RunbookAlarm(this, 'DeadLetters', {
      configuration,
      metric: counted(this, logGroup, 'DeadLetters', deadLetter),
      threshold: 1,
      advice: 'A webhook refused an event or was down for 24 hours: ask its owner, then redrive.',
      heading: 'webhook-dead-letters',
    });
    new RunbookAlarm(this, 'Suspended', {
      configuration,
      metric: counted(this, logGroup, 'Suspensions', line('$.message', 'suspended')),
      threshold: 1,
      advice: 'A self-service endpoint was suspended: its owner has to mend and resume it.',
      heading: 'webhook-suspended',
    });
  }
}

const counted = (scope: Construct, logGroup: ILogGroup, name: string, filterPattern: IFilterPattern): Metric =>
  new MetricFilter(scope, `${name}Filter`, {
    ...{ logGroup, filterPattern, metricNamespace: 'Tenantry' },
    metricName: `Webhook${name}-${Names.uniqueResourceName(logGroup, { maxLength: 64 })}`,
  }).metric({ period: Duration.minutes(5), statistic: 'Sum' });
