import { selectedBy } from './alarm-metrics.ts';
import { propertiesOf, type Template } from './installation-template.ts';
import type { ShownMetric } from './shown-metric.ts';

/**
 * A metric as a widget names it: namespace, name, dimensions in turn, and how it is drawn; or an
 * expression alone.
 */
type Row = readonly (string | Readonly<Record<string, unknown>>)[];

/** A widget of a dashboard. */
export interface Widget {
  readonly type: string;
  readonly properties: {
    readonly title?: string;
    readonly metrics?: readonly Row[];
    readonly alarms?: readonly string[];
    readonly markdown?: string;
  };
}

/**
 * The widgets of a template's one dashboard; what CloudFormation fills in stands there as
 * `<logical id>`.
 */
export const widgetsOf = (template: Template): readonly Widget[] => {
  const [body] = propertiesOf('AWS::CloudWatch::Dashboard', template).map(({ DashboardBody }) => DashboardBody);
  const [, parts] = (body as { readonly 'Fn::Join': readonly [string, readonly unknown[]] })['Fn::Join'];
  const text = parts.map((part) => (typeof part === 'string' ? part : `<${targetOf(part)}>`)).join('');
  return (JSON.parse(text) as { readonly widgets: readonly Widget[] }).widgets;
};

// `{ Ref }`, `{ 'Fn::GetAtt': [id, attribute] }` or `{ 'Fn::ImportValue': name }`.
const targetOf = (part: unknown): string => String(Object.values(part as object).flat()[0]);

/**
 * The metrics that widgets show, those of searches too: by their dimensions' names, with a value
 * where the search gives one.
 */
export const shownBy = (widgets: readonly Widget[]): readonly ShownMetric[] =>
  widgets.flatMap(({ properties: { metrics = [] } }) =>
    metrics.flatMap((row) => (typeof row[0] === 'string' ? plain(row) : searched(row[0]))),
  );

const plain = (row: Row): readonly ShownMetric[] => {
  const [namespace = '', name = '', ...rest] = row.filter((part) => typeof part === 'string');
  const dimensions = Object.fromEntries(rest.flatMap((part, at) => (at % 2 === 0 ? [[part, rest[at + 1] ?? '']] : [])));
  return [{ namespace, name, dimensions }];
};

const SEARCH = /^SEARCH\('\{([^}]*)\} (\w+)="([^"]*)" MetricName="(\w+)"/;

const searched = (row: Readonly<Record<string, unknown>> = {}): readonly ShownMetric[] => {
  const expression = String(row.expression);
  if (expression.startsWith('SELECT')) return selectedBy(expression);
  const [, schema = '', dimension = '', value = '', name = ''] = SEARCH.exec(expression) ?? [];
  const [namespace = '', ...dimensions] = schema.split(',');
  return [{ namespace, name, dimensions: { ...Object.fromEntries(dimensions.map((of) => [of, '*'])), [dimension]: value } }];
};
