import { type CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { type Finding, fail, joinFirst, ok, pluralize, runbook, warn } from '../finding.ts';
import type { DeployedResource } from './installation.ts';

// What one DescribeAlarms takes.
const MOST = 100;

/** Checks that no alarm is in ALARM and that every alarm notifies somebody. */
export const checkAlarms = async (client: CloudWatchClient, alarms: readonly DeployedResource[]): Promise<Finding> => {
  const names = alarms.map(({ physicalId }) => physicalId);
  const pages = Array.from({ length: Math.ceil(names.length / MOST) }, (_, page) => names.slice(page * MOST, (page + 1) * MOST));
  const answers = await Promise.all(
    pages.map((AlarmNames) => client.send(new DescribeAlarmsCommand({ AlarmNames, MaxRecords: MOST, AlarmTypes: ['MetricAlarm'] }))),
  );
  const found = answers.flatMap(({ MetricAlarms = [] }) => MetricAlarms);
  const ringing = found.filter(({ StateValue }) => StateValue === 'ALARM');
  const headings = ringing.map(({ AlarmDescription = '' }) => /docs\/runbook\.md#(\S+)/.exec(AlarmDescription)?.[1] ?? AlarmDescription);
  if (ringing.length > 0) return fail(`in ALARM: ${joinFirst(headings, 6)}`, 'Follow the runbook.', runbook(headings[0] ?? ''));
  if (found.length < names.length) return fail(`${pluralize(names.length - found.length, 'alarm')} missing`, 'Deploy the Api stack again.');
  const silent = found.filter(({ AlarmActions = [], ActionsEnabled }) => AlarmActions.length === 0 || ActionsEnabled === false);
  if (silent.length > 0)
    return warn(`none of ${names.length} in ALARM, ${silent.length} of them notify nobody`, 'Set alarmTopicArn and deploy the Api stack.');
  return ok(`none of ${names.length} in ALARM`);
};
