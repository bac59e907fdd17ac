import type { Resource } from './installation-template.ts';
import type { ShownMetric } from './shown-metric.ts';

interface Stat {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
}

interface Query {
  readonly MetricStat?: { readonly Metric: Stat };
  readonly Expression?: unknown;
}

/**
 * The metrics that an alarm watches: its one, those of its expression, and what a query selects.
 */
export const watchedBy = ({ Metrics, ...alarm }: Resource['Properties']): readonly ShownMetric[] =>
  Metrics === undefined ? [named(alarm as unknown as Stat)] : (Metrics as readonly Query[]).flatMap(ofQuery);

const ofQuery = ({ MetricStat, Expression }: Query): readonly ShownMetric[] =>
  MetricStat ? [named(MetricStat.Metric)] : selectedBy(textOf(Expression));

const named = ({ Namespace, MetricName, Dimensions = [] }: Stat): ShownMetric => ({
  namespace: Namespace,
  name: MetricName,
  dimensions: Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, textOf(Value)])),
});

// What CloudFormation fills in stands there as `<it>`.
const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join } = value as { readonly 'Fn::Join'?: readonly [string, readonly unknown[]] };
  return join ? join[1].map(textOf).join(join[0]) : `<${Object.values(value as object).flat()[0]}>`;
};

const SELECT = /^SELECT SUM\((\w+)\) FROM (?:SCHEMA\()?"([^"]+)"(?:, ([\w, ]+)\))? WHERE (\w+) = '([^']*)'$/;

/**
 * What a query of Metrics Insights selects: by the dimensions of its schema, with a value where it
 * gives one; without a schema, whatever has the one that it asks for.
 */
export const selectedBy = (expression: string): readonly ShownMetric[] => {
  const [whole, name = '', namespace = '', schema = '', dimension = '', value = ''] = SELECT.exec(expression) ?? [];
  if (whole === undefined) return [];
  const others = schema === '' ? [] : schema.split(', ').map((of) => [of, '*']);
  return [{ namespace, name, dimensions: { ...Object.fromEntries(others), [dimension]: value } }];
};
