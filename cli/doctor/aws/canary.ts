import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DescribeRuleCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { INSTALLATION, type MetricName, NAMESPACE } from '../../../functions/shared/observability/metrics.ts';
import { type Finding, fail, ok, pluralize, runbook, skip, warn } from '../finding.ts';
import { CANARY_SCHEDULE, parseRuleId } from './bus.ts';
import type { Installation } from './installation.ts';
import { readPoints } from './metrics.ts';

interface CanaryClients {
  readonly eventBridge: EventBridgeClient;
  readonly cloudWatch: CloudWatchClient;
}

/** Checks that the canary's last run succeeded and was recent. */
export const checkCanary = async ({ eventBridge, cloudWatch }: CanaryClients, installation: Installation, now: Date): Promise<Finding> => {
  const rule = installation.ofType('AWS::Events::Rule').find(({ logicalId }) => logicalId.startsWith(CANARY_SCHEDULE));
  if (!rule) return skip('this version has no canary');
  const { State, ScheduleExpression = '' } = await eventBridge.send(new DescribeRuleCommand(parseRuleId(rule)));
  if (State !== 'ENABLED') return skip('it is switched off: set canary.enabled and deploy the Api stack');
  const every = Number(/rate\((\d+) minute/.exec(ScheduleExpression)?.[1] ?? 5);
  const dimensions = { [INSTALLATION]: installation.id };
  const points = (metric: MetricName) =>
    readPoints(cloudWatch, { namespace: NAMESPACE, metric, dimensions, statistic: 'Maximum', minutes: 3 * every + 1 }, now);
  const [runs, lags] = await Promise.all([points('CanarySuccess'), points('CanaryLag')]);
  const success = runs.find(({ value }) => value > 0);
  const failing = runbook('canary-failing');
  const found = runs.length === 0 ? 'no run' : `${pluralize(runs.length, 'run')} and no success`;
  if (!success) return fail(`${found} in ${3 * every} minutes`, 'Read the log of Canary/Run.', failing);
  const seen = `succeeded at ${success.at.toISOString().slice(11, 16)} UTC${lags[0] ? `, lag ${Math.round(lags[0].value)} ms` : ''}`;
  return success === runs[0] ? ok(seen) : warn(`${seen}, failed since`, 'Read the log of Canary/Run.', failing);
};
