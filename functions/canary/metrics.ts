import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Setting } from '../shared/runtime.ts';

/** Writes numbers of the installation into the log, where CloudWatch reads them as metrics (embedded metric format). */
export type Measure = (numbers: Readonly<Record<string, number>>, unit: 'Count' | 'Milliseconds') => void;

/** Measures under the name of the installation. */
export const installationMetrics = (read: Setting): Measure => {
  const metrics = new Metrics({ namespace: 'Tenantry', defaultDimensions: { installation: read('INSTALLATION') } });
  return (numbers, unit) => {
    for (const [name, value] of Object.entries(numbers)) metrics.addMetric(name, MetricUnit[unit], value);
    metrics.publishStoredMetrics();
  };
};
