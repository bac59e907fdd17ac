import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DescribeRuleCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { INSTALLATION, type MetricName, NAMESPACE } from '../../../functions/shared/observability/metrics.ts';
import { counted, type Finding, fail, ok, runbook, skipped, warn } from '../finding.ts';
import { CANARY_SCHEDULE, ruleOf } from './bus.ts';
import type { Installation } from './installation.ts';
import { pointsOf } from './metrics.ts';

interface CanaryClients {
  readonly eventBridge: EventBridgeClient;
  readonly cloudWatch: CloudWatchClient;
}

/** The canary's last run went well, and was not long ago. */
export const checkCanary = async ({ eventBridge, cloudWatch }: CanaryClients, installation: Installation, now: Date): Promise<Finding> => {
  const rule = installation.ofType('AWS::Events::Rule').find(({ logicalId }) => logicalId.startsWith(CANARY_SCHEDULE));
  if (!rule) return skipped('this version has no canary');
  const { State, ScheduleExpression = '' } = await eventBridge.send(new DescribeRuleCommand(ruleOf(rule)));
  if (State !== 'ENABLED') return skipped('it is switched off: set canary.enabled and deploy the Api stack');
  const every = Number(/rate\((\d+) minute/.exec(ScheduleExpression)?.[1] ?? 5);
  const dimensions = { [INSTALLATION]: installation.id };
  const points = (metric: MetricName) =>
    pointsOf(cloudWatch, { namespace: NAMESPACE, metric, dimensions, statistic: 'Maximum', minutes: 3 * every + 1 }, now);
  const [runs, lags] = await Promise.all([points('CanarySuccess'), points('CanaryLag')]);
  const success = runs.find(({ value }) => value > 0);
  const failing = runbook('canary-failing');
  const found = runs.length === 0 ? 'no run' : `${counted(runs.length, 'run')} and no success`;
  if (!success) return fail(`${found} in ${3 * every} minutes`, 'Read the log of Canary/Run.', failing);
  const seen = `well at ${success.at.toISOString().slice(11, 16)} UTC${lags[0] ? `, lag ${Math.round(lags[0].value)} ms` : ''}`;
  return success === runs[0] ? ok(seen) : warn(`${seen}, failed since`, 'Read the log of Canary/Run.', failing);
};
