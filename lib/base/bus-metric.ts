import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { PERIOD } from './metric.ts';

/**
 * Returns the sum of a metric that EventBridge counts per bus (user guide, "Monitoring"), such as
 * `SuccessfulInvocationAttempts`.
 */
export const busMetric = ({ eventBusName }: IEventBus, metricName: string): Metric =>
  new Metric({
    namespace: 'AWS/Events',
    metricName,
    dimensionsMap: { EventBusName: eventBusName },
    period: PERIOD,
    statistic: 'Sum',
  });

/**
 * Returns the sum over all rules of a bus, also those created at run time, of a metric that
 * EventBridge only counts per rule, such as `InvocationsFailedToBeSentToDlq`. It is a query of
 * Metrics Insights, because CloudWatch does not aggregate over a dimension.
 */
export const sumOverRules = ({ eventBusName }: IEventBus, metricName: string): MathExpression =>
  new MathExpression({
    expression: `SELECT SUM(${metricName}) FROM SCHEMA("AWS/Events", EventBusName, RuleName) WHERE EventBusName = '${eventBusName}'`,
    label: metricName,
    period: PERIOD,
  });
