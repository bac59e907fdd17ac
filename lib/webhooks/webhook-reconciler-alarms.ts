import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { metric, PERIOD } from '../base/metric.ts';
import type { Alarms } from '../base/runbook-alarms.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';

/**
 * Defines the alarms for endpoints that cannot be set up for a reason that their owners cannot fix,
 * and for a quota of endpoints that is nearly used up.
 */
export const webhookReconcilerAlarms = (configuration: Configuration, lambda: IFunction): Alarms => ({
  Errors: {
    metric: lambda.metricErrors({ period: PERIOD }),
    threshold: 1,
    // The next sweep fixes a single failure.
    periods: 3,
    advice: "Read the reconciler's log for the cause: changes of webhook endpoints are not followed.",
    heading: 'webhook-reconciler-errors',
  },
  Refusals: {
    metric: metric(configuration, 'ReconcilerRefusals'),
    threshold: 1,
    advice: 'EventBridge refused to set up a webhook endpoint for a reason that its owner cannot fix.',
    heading: 'webhook-reconciler-refusals',
  },
  Quota: {
    metric: metric(configuration, 'WebhookQuotaUsed'),
    threshold: 80,
    advice: 'The quota of webhook endpoints is used up to 80 %: raise it before creates are refused.',
    heading: 'webhook-quota',
  },
});
