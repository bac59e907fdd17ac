import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { metric, PERIOD } from '../base/metric.ts';
import { RunbookAlarm } from '../base/runbook-alarm.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';

interface WebhookReconcilerAlarmsProps {
  readonly lambda: IFunction;
  readonly configuration: Configuration;
}

/**
 * Alarms when endpoints cannot be set up for a reason that their owners cannot fix, and when the
 * quota of endpoints is nearly used up.
 */
export class WebhookReconcilerAlarms extends Construct {
  constructor(scope: Construct, id: string, { lambda, configuration }: WebhookReconcilerAlarmsProps) {
    super(scope, id);

    new RunbookAlarm(this, 'Errors', {
      configuration,
      metric: lambda.metricErrors({ period: PERIOD }),
      threshold: 1,
      // The next sweep fixes a single failure.
      periods: 3,
      advice: "Read the reconciler's log for the cause: changes of webhook endpoints are not followed.",
      heading: 'webhook-reconciler-errors',
    });
    new RunbookAlarm(this, 'Refusals', {
      configuration,
      metric: metric(configuration, 'ReconcilerRefusals'),
      threshold: 1,
      advice: 'EventBridge refused to set up a webhook endpoint for a reason that its owner cannot fix.',
      heading: 'webhook-reconciler-refusals',
    });
    new RunbookAlarm(this, 'Quota', {
      configuration,
      metric: metric(configuration, 'WebhookQuotaUsed'),
      threshold: 80,
      advice: 'The quota of webhook endpoints is used up to 80 %: raise it before creates are refused.',
      heading: 'webhook-quota',
    });
  }
}
