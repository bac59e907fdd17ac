import { Stack } from 'aws-cdk-lib';
import type { IMetric, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { IConstruct } from 'constructs';
import type { MetricName, Of } from '../../functions/shared/observability/metrics.ts';
import type { TenantryHttpApi } from '../api/http-api.ts';
import { busMetric, sumOverRules } from '../base/bus-metric.ts';
import type { DeadLetterQueue } from '../base/dead-letter-queue.ts';
import { metric, metricSearch, PERIOD } from '../base/metric.ts';
import type { TenantryFunction } from '../base/tenantry-function.ts';
import type { Publisher } from '../bus/publisher.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';
import type { TenantryTable } from '../data/tenantry-table.ts';

/** The sources of the dashboard's metrics. */
export interface DashboardParts {
  readonly api: TenantryHttpApi;
  readonly table: TenantryTable;
  readonly bus: IEventBus;
  readonly publisher: Publisher;
  readonly functions: readonly TenantryFunction[];
  readonly queues: readonly DeadLetterQueue[];
  readonly configuration: Configuration;
}

/** A graph, with the metrics of its left axis and its right axis. */
export interface Graph {
  readonly title: string;
  readonly left: readonly IMetric[];
  readonly right?: readonly IMetric[];
  readonly stacked?: true;
}

/** Returns the graphs of the dashboard, by row. */
export const graphsOf = (parts: DashboardParts): readonly (readonly Graph[])[] => [
  requests(parts),
  changes(parts),
  capacity(parts),
  events(parts),
  webhooks(parts),
  deadLetters(parts),
];

const requests = ({ api, configuration }: DashboardParts): readonly Graph[] => [
  {
    title: 'Requests',
    left: [api.metric('Count', SUM)],
    right: [api.metric('4xx', SUM), api.metric('5xx', SUM), api.metricThrottled()],
  },
  {
    title: 'Milliseconds to answer',
    left: ['p50', 'p99'].map((statistic) => api.metric('Latency', { statistic, label: statistic })),
    right: [api.metric('IntegrationLatency', { statistic: 'p99', label: 'p99 within functions' })],
  },
  {
    title: 'Refusals by code',
    left: [metricSearch(configuration, 'Refusals')],
    right: metricsOf(configuration, 'SignInsRefused'),
    stacked: true,
  },
];

const changes = ({ configuration }: DashboardParts): readonly Graph[] => [
  { title: 'Created', left: [metricSearch(configuration, 'Creates')], stacked: true },
  { title: 'Changed and deleted', left: [metricSearch(configuration, 'Changes'), metricSearch(configuration, 'Deletes')] },
  {
    title: 'Transactions, conflicts and retries',
    left: metricsOf(configuration, 'Transactions'),
    right: metricsOf(configuration, 'TransactionConflicts', 'TransactionRetries'),
  },
];

/** The path of a construct in its stack: `Webhooks/DeadLetters`. */
const placeOf = (construct: IConstruct): string => construct.node.path.slice(Stack.of(construct).node.path.length + 1);

const capacity = ({ table, functions }: DashboardParts): readonly Graph[] => [
  {
    title: 'Table and indexes: units consumed',
    left: ['ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits'].flatMap((name) => table.metrics(name)),
  },
  {
    title: 'Table and indexes: throttled requests',
    left: ['ReadThrottleEvents', 'WriteThrottleEvents'].flatMap((name) => table.metrics(name)),
  },
  { title: 'Functions: errors', left: functions.map((fn) => fn.lambda.metricErrors({ period: PERIOD, label: placeOf(fn) })) },
  {
    title: 'Functions: throttles',
    left: functions.map((fn) => fn.lambda.metricThrottles({ period: PERIOD, label: placeOf(fn) })),
  },
];

const events = ({ configuration, publisher: { publish } }: DashboardParts): readonly Graph[] => [
  {
    title: 'Milliseconds from commit to bus',
    left: ['p50', 'p99', 'Maximum'].map((statistic) => metric(configuration, 'PublishLag').with({ statistic, label: statistic })),
    right: [publish.lambda.metric('IteratorAge', { period: PERIOD, statistic: 'Maximum', label: 'age of the stream' })],
  },
  {
    title: 'Events',
    left: metricsOf(configuration, 'EventsPublished'),
    right: metricsOf(configuration, 'EventsBuried', 'PublisherStops'),
  },
  {
    title: 'Canary: runs, and milliseconds from commit to consumer',
    left: metricsOf(configuration, 'CanarySuccess', 'CanaryFailures'),
    right: metricsOf(configuration, 'CanaryLag'),
  },
  { title: 'Resellers near or at a limit', left: metricsOf(configuration, 'LimitsApproaching', 'LimitsReached') },
];

const webhooks = ({ bus, configuration }: DashboardParts): readonly Graph[] => [
  {
    title: 'Webhooks: attempts',
    left: ['SuccessfulInvocationAttempts', 'RetryInvocationAttempts'].map((name) => busMetric(bus, name)),
    right: [sumOverRules(bus, 'InvocationsFailedToBeSentToDlq')],
  },
  {
    title: 'Webhooks: dead-lettered, redelivered, suspended',
    left: [metricSearch(configuration, 'Deliveries')],
    right: metricsOf(configuration, 'Suspensions', 'ReconcilerRefusals'),
  },
  { title: 'Percent of the quota of webhook endpoints', left: metricsOf(configuration, 'WebhookQuotaUsed') },
];

const deadLetters = ({ queues }: DashboardParts): readonly Graph[] => [
  {
    title: 'Dead letters waiting',
    left: queues.map((dead) => dead.queue.metricApproximateNumberOfMessagesVisible({ ...MAXIMUM, label: placeOf(dead) })),
  },
  {
    title: 'Seconds since the oldest came',
    left: queues.map((dead) => dead.queue.metricApproximateAgeOfOldestMessage({ ...MAXIMUM, label: placeOf(dead) })),
  },
];

const SUM = { statistic: 'Sum' };
const MAXIMUM = { period: PERIOD, statistic: 'Maximum' };

/** Metrics without a second dimension. */
type PlainMetricName = { readonly [Name in MetricName]: Of<Name> extends [] ? Name : never }[MetricName];

const metricsOf = (configuration: Configuration, ...names: readonly PlainMetricName[]): readonly Metric[] =>
  names.map((name) => metric(configuration, name));
