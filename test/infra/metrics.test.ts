import { watchedBy } from './alarm-metrics.ts';
import { AWS_METRICS } from './aws-metrics.ts';
import { shownBy, widgetsOf } from './dashboard-body.ts';
import { propertiesOf, templatesOf } from './installation-template.ts';
import { INSTALLATIONS, type InstallationName } from './installations.ts';
import type { ShownMetric } from './shown-metric.ts';

const installations = Object.keys(INSTALLATIONS) as InstallationName[];
const alarmsOf = (installation: InstallationName) => {
  const { data, api } = templatesOf(installation);
  return propertiesOf('AWS::CloudWatch::Alarm', data, api);
};

const isDocumented = ({ namespace, name, dimensions }: ShownMetric): boolean => {
  const names = new Set(Object.keys(dimensions));
  const sets = AWS_METRICS[namespace]?.metrics[name] ?? [];
  return sets.some((set) => set.length === names.size && set.every((dimension) => names.has(dimension)));
};

const ofAws = (metrics: readonly ShownMetric[]): readonly ShownMetric[] => metrics.filter(({ namespace }) => namespace !== 'Tenantry');

it.each(installations)('every alarm of %s watches a metric by dimensions that AWS documents for it, or one of our own', (installation) => {
  const alarms = alarmsOf(installation).map(watchedBy);
  expect(alarms.length).toBeGreaterThan(20);
  expect(alarms.filter((watched) => watched.length === 0)).toEqual([]);
  expect(ofAws(alarms.flat()).filter((metric) => !isDocumented(metric))).toEqual([]);
});

it.each(installations)('every graph of %s shows metrics by dimensions that AWS documents for them, or our own', (installation) => {
  const shown = ofAws(shownBy(widgetsOf(templatesOf(installation).api)));
  expect(shown.length).toBeGreaterThan(50);
  expect(shown.filter((metric) => !isDocumented(metric))).toEqual([]);
});

it('an alarm has at most ten metrics, and a query is its only one', () => {
  for (const { Metrics = [] } of installations.flatMap(alarmsOf)) {
    const queries = Metrics as readonly { readonly MetricStat?: object; readonly Expression?: unknown }[];
    expect(queries.filter(({ MetricStat }) => MetricStat).length).toBeLessThanOrEqual(10);
    if (queries.some(({ Expression }) => JSON.stringify(Expression ?? '').includes('SELECT'))) expect(queries).toHaveLength(1);
  }
});

it('the alarm on lost dead letters adds up all rules of the bus, and the one on throttles the table and each of its indexes', () => {
  const watched = alarmsOf('everyOption').map((alarm) => ({ says: String(alarm.AlarmDescription), metrics: watchedBy(alarm) }));
  const metricsOf = (heading: string) => watched.find(({ says }) => says.endsWith(`#${heading}`))?.metrics ?? [];
  expect(metricsOf('webhook-dead-letters-lost')).toEqual([
    {
      namespace: 'AWS/Events',
      name: 'InvocationsFailedToBeSentToDlq',
      dimensions: { EventBusName: 'company', RuleName: '*' },
    },
  ]);
  const throttles = metricsOf('table-throttles').map(({ name, dimensions }) => `${name} ${dimensions.GlobalSecondaryIndexName ?? 'table'}`);
  const places = ['table', 'gsi1', 'gsi2', 'gsi3'];
  expect(throttles.toSorted()).toEqual(
    ['ReadThrottleEvents', 'WriteThrottleEvents'].flatMap((name) => places.map((place) => `${name} ${place}`)).toSorted(),
  );
});
