import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { definitionOf, INSTALLATION, type MetricName, NAMESPACE, type Of } from '../../functions/shared/observability/metrics.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';

/** The period of the metrics that alarms watch. */
export const PERIOD = Duration.minutes(5);

/**
 * Returns a metric that the functions of the installation write: the sum of a count, the maximum of
 * any other.
 */
export const metric = <Name extends MetricName>({ installation }: Configuration, name: Name, ...[of]: Of<Name>): Metric => {
  const { unit, by } = definitionOf(name);
  return new Metric({
    namespace: NAMESPACE,
    metricName: name,
    period: PERIOD,
    statistic: unit === 'Count' ? 'Sum' : 'Maximum',
    dimensionsMap: { [INSTALLATION]: installation, ...(by && of !== undefined && { [by]: of }) },
  });
};

/**
 * Returns a metric for each value of its second dimension; only for dashboards, because no alarm
 * can search.
 */
export const metricSearch = ({ installation }: Configuration, name: MetricName): MathExpression => {
  const { by = '' } = definitionOf(name);
  const which = `{${NAMESPACE},${INSTALLATION},${by}} ${INSTALLATION}="${installation}" MetricName="${name}"`;
  return new MathExpression({
    expression: `SEARCH('${which}', 'Sum', ${PERIOD.toSeconds()})`,
    label: `${name} \${PROP('Dim.${by}')}`,
    period: PERIOD,
  });
};

/** Returns an expression of metrics, such as a rate from a number of cases on. */
export const metricMath = (expression: string, usingMetrics: Readonly<Record<string, Metric>>, label: string): MathExpression =>
  new MathExpression({ expression, usingMetrics: { ...usingMetrics }, label, period: PERIOD });
