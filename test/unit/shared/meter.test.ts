import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { newMeter } from '../../../functions/shared/observability/meter.ts';
import { dataOf, total } from '../../support/embedded-metrics.ts';

const AT = 1_795_356_922_000;
const meterOf = () => newMeter('tenantry-test', () => AT);

test('a meter that has measured nothing writes nothing', () => {
  expect(meterOf().take()).toEqual([]);
});

test('counts are added up, other values are kept one by one', () => {
  const meter = meterOf();
  meter.count(['Creates', 'organization']);
  meter.add('Creates', 2, 'organization');
  meter.add('PublishLag', 12);
  meter.add('PublishLag', 5);
  expect(meter.take()).toEqual([expect.objectContaining({ Creates: 3, resource: 'organization', PublishLag: [12, 5] })]);
});

test('what was taken is not written again', () => {
  const meter = meterOf();
  meter.add('Transactions', 1);
  expect(meter.take()).toHaveLength(1);
  expect(meter.take()).toEqual([]);
});

test('a line is what Powertools would write of the same metrics', () => {
  const [meter, theirs] = [meterOf(), new Metrics({ namespace: 'Tenantry' })];
  meter.add('Refusals', 2, 'name-taken');
  theirs.clearDefaultDimensions();
  theirs.setDefaultDimensions({ installation: 'tenantry-test', code: 'name-taken' });
  theirs.addMetric('Refusals', MetricUnit.Count, 2);
  theirs.setTimestamp(AT);
  expect(meter.take()).toEqual([theirs.serializeMetrics()]);
});

test('metrics with different dimensions share a line, and a second value of a dimension begins another', () => {
  const meter = meterOf();
  meter.add('Transactions', 3);
  meter.add('Creates', 1, 'organization');
  meter.add('Refusals', 1, 'name-taken');
  meter.add('Refusals', 4, 'limit-reached');
  meter.add('Changes', 1, 'reseller');
  const lines = meter.take();
  expect(lines).toHaveLength(2);
  const data = lines.flatMap(dataOf);
  expect(total(data, 'Refusals', { code: 'name-taken' })).toBe(1);
  expect(total(data, 'Refusals', { code: 'limit-reached' })).toBe(4);
  expect(total(data, 'Creates', { resource: 'organization' })).toBe(1);
  expect(total(data, 'Changes', { resource: 'reseller' })).toBe(1);
  expect(total(data, 'Transactions')).toBe(3);
  expect(new Set(data.map(({ dimensions }) => dimensions.installation))).toEqual(new Set(['tenantry-test']));
  expect(data.find(({ name }) => name === 'Transactions')?.dimensions).toEqual({ installation: 'tenantry-test' });
});

test('a line holds no more than a hundred values of a metric, and none is lost', () => {
  const meter = meterOf();
  for (let value = 1; value <= 250; value += 1) meter.add('PublishLag', value);
  const lines = meter.take();
  expect(lines).toHaveLength(3);
  expect(lines.flatMap(dataOf).map(({ value }) => value)).toEqual(Array.from({ length: 250 }, (_, index) => index + 1));
});

test.each<[string, Record<string, unknown>]>([
  [
    'a dimension that is not on the line',
    { _aws: { Timestamp: 1, CloudWatchMetrics: [{ Namespace: 'N', Dimensions: [['of']], Metrics: [{ Name: 'M' }] }] }, M: 1 },
  ],
  [
    'a metric that is no number',
    { _aws: { Timestamp: 1, CloudWatchMetrics: [{ Namespace: 'N', Dimensions: [['of']], Metrics: [{ Name: 'M' }] }] }, M: '1', of: 'x' },
  ],
  ['no time', { _aws: { CloudWatchMetrics: [] } }],
])('the reader of the tests refuses %s', (_, line) => {
  expect(() => dataOf(line)).toThrow();
});
