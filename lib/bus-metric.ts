import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { PERIOD } from './measured.ts';

/** What EventBridge counts per bus (user guide, "Monitoring"), such as `SuccessfulInvocationAttempts`, added up. */
export const busMetric = ({ eventBusName }: IEventBus, metricName: string): Metric =>
  new Metric({
    ...{ namespace: 'AWS/Events', metricName, dimensionsMap: { EventBusName: eventBusName } },
    ...{ period: PERIOD, statistic: 'Sum' },
  });
