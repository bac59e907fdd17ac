import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { metric, metricMath, PERIOD } from '../base/metric.ts';
import type { Alarms } from '../base/runbook-alarms.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';
import type { TenantryHttpApi } from './http-api.ts';

/** Defines the alarms for callers that are answered with errors, late, or not at all. */
export const apiAlarms = (configuration: Configuration, api: TenantryHttpApi): Alarms => ({
  ServerErrors: {
    metric: api.metric('5xx', { statistic: 'Sum' }),
    threshold: 5,
    advice: 'Find the failing route in the access log by its status, then its request id in the log of the function.',
    heading: 'api-server-errors',
  },
  Latency: {
    metric: latencyUnderLoad(api),
    threshold: 3000,
    periods: 3,
    advice: 'Callers wait: find the slow route in the access log by its responseLatency.',
    heading: 'api-latency',
  },
  Throttles: {
    metric: api.metricThrottled(),
    threshold: 10,
    periods: 3,
    advice: 'The gateway answers 429: find who sends so much, or raise the throttle.',
    heading: 'api-throttles',
  },
  SignInsRefused: {
    metric: metric(configuration, 'SignInsRefused'),
    threshold: 50,
    advice: 'Somebody guesses passwords: find the address in the access log by the status 429 of partner routes.',
    heading: 'sign-ins-refused',
  },
  FunctionThrottles: {
    metric: accountThrottles(),
    threshold: 1,
    periods: 3,
    advice: 'Functions of this account and Region are throttled: look at its concurrency quota of Lambda.',
    heading: 'function-throttles',
  },
});

// Of a few requests the slowest is a cold start, and says nothing.
const latencyUnderLoad = (api: TenantryHttpApi) =>
  metricMath(
    'IF(requests >= 30, p99, 0)',
    { requests: api.metric('Count', { statistic: 'Sum' }), p99: api.metric('Latency', { statistic: 'p99' }) },
    'p99 of at least 30 requests',
  );

// Concurrency is one pool of the account, and an alarm can add up ten metrics at most: the
// installation has more functions.
const accountThrottles = (): Metric => new Metric({ namespace: 'AWS/Lambda', metricName: 'Throttles', period: PERIOD, statistic: 'Sum' });
