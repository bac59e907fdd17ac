import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { PERIOD } from './metric.ts';

/** What EventBridge counts per bus (user guide, "Monitoring"), such as `SuccessfulInvocationAttempts`, added up. */
export const busMetric = ({ eventBusName }: IEventBus, metricName: string): Metric =>
  new Metric({
    ...{ namespace: 'AWS/Events', metricName, dimensionsMap: { EventBusName: eventBusName } },
    ...{ period: PERIOD, statistic: 'Sum' },
  });

/**
 * What EventBridge counts per rule only, such as `InvocationsFailedToBeSentToDlq`, added up over all rules of a bus, those that are made at run
 * time among them: a query of Metrics Insights, since CloudWatch adds nothing up over a dimension.
 */
export const sumOverRules = ({ eventBusName }: IEventBus, metricName: string): MathExpression =>
  new MathExpression({
    expression: `SELECT SUM(${metricName}) FROM SCHEMA("AWS/Events", EventBusName, RuleName) WHERE EventBusName = '${eventBusName}'`,
    label: metricName,
    period: PERIOD,
  });
