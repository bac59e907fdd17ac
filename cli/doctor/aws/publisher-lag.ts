import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { type Finding, fail, ok, runbook, warn } from '../finding.ts';
import { readPoints } from './metrics.ts';

const MINUTES = 15;
// From five minutes on it is an alarm.
const [LATE_MS, FAR_BEHIND_MS] = [60_000, 300_000];

/** Events go from the table to the bus as they are committed. */
export const checkPublisherLag = async (client: CloudWatchClient, FunctionName: string, now: Date): Promise<Finding> => {
  const question = {
    namespace: 'AWS/Lambda',
    metric: 'IteratorAge',
    dimensions: { FunctionName },
    statistic: 'Maximum',
    minutes: MINUTES,
  } as const;
  const ages = (await readPoints(client, question, now)).map(({ value }) => value);
  if (ages.length === 0) return ok(`nothing to publish in ${MINUTES} minutes`);
  const most = Math.max(...ages);
  const seen = `at most ${Math.round(most)} ms in ${MINUTES} minutes`;
  if (most >= FAR_BEHIND_MS) return fail(seen, 'Look for errors and throttles of the publisher.', runbook('publisher-lag'));
  return most >= LATE_MS ? warn(seen, 'Look whether it is catching up.', runbook('publisher-lag')) : ok(seen);
};
