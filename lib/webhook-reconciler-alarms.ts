import { Duration, Names } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Configuration } from './configuration-schema.ts';
import { RunbookAlarm } from './runbook-alarm.ts';

interface WebhookReconcilerAlarmsProps {
  readonly lambda: IFunction;
  readonly logGroup: ILogGroup;
  readonly configuration: Configuration;
}

/** Tells when endpoints cannot be set up for a reason that their owners cannot mend, and when the quota of endpoints is nearly used up. */
export class WebhookReconcilerAlarms extends Construct {
  constructor(scope: Construct, id: string, { lambda, logGroup, configuration }: WebhookReconcilerAlarmsProps) {
    super(scope, id);

    new RunbookAlarm(this, 'Errors', {
      configuration,
      metric: lambda.metricErrors({ period: Duration.minutes(5) }),
      threshold: 1,
      // The next sweep mends a single failure.
      periods: 3,
      advice: "Read the reconciler's log for the cause: changes of webhook endpoints are not followed.",
      heading: 'webhook-reconciler-errors',
    });
    new RunbookAlarm(this, 'Refusals', {
      configuration,
      metric: refusals(logGroup),
      threshold: 1,
      advice: 'EventBridge refused to set up a webhook endpoint for a reason that its owner cannot mend.',
      heading: 'webhook-reconciler-refusals',
    });
    new RunbookAlarm(this, 'Quota', {
      configuration,
      metric: used(logGroup),
      threshold: 80,
      advice: 'The quota of webhook endpoints is used up to 80 %: raise it before creates are refused.',
      heading: 'webhook-quota',
    });
  }
}

const refusals = (logGroup: ILogGroup): Metric =>
  new MetricFilter(logGroup, 'Refused', {
    logGroup,
    filterPattern: FilterPattern.any(
      FilterPattern.stringValue('$.message', '=', 'operator needed'),
      FilterPattern.stringValue('$.message', '=', 'reconciling failed'),
    ),
    ...named(logGroup, 'WebhookReconcilerRefusals'),
  }).metric({ period: Duration.minutes(5), statistic: 'Sum' });

/** Percent of the quota, as each sweep logs it. */
const used = (logGroup: ILogGroup): Metric =>
  new MetricFilter(logGroup, 'QuotaUsed', {
    logGroup,
    filterPattern: FilterPattern.stringValue('$.message', '=', 'quota'),
    metricValue: '$.percent',
    ...named(logGroup, 'WebhookQuotaUsed'),
  }).metric({ period: Duration.minutes(5), statistic: 'Maximum' });

const named = (logGroup: ILogGroup, name: string) => ({
  metricNamespace: 'Tenantry',
  metricName: `${name}-${Names.uniqueResourceName(logGroup, { maxLength: 64 })}`,
});
