import { setTimeout as delay } from 'node:timers/promises';
import { ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import type { Answer, Probe } from '../probe.ts';
import { makeDestination, makeRule, newName, putEvent } from '../rules.ts';
import type { Site } from '../site.ts';

const METRIC = { Namespace: 'AWS/Events', MetricName: 'InvocationsFailedToBeSentToDlq' };

/**
 * Asks by which dimensions lost dead letters are counted, and in whose name a bus sends to its own
 * dead-letter queue.
 */
export const lossProbes = (site: Site): readonly Probe[] => [
  {
    name: 'metric of lost dead letters',
    assumed: 'EventBusName + RuleName',
    source: 'EventBridge user guide, "Monitoring": both for a custom bus; the alarm adds up over RuleName',
    ask: (signal) => probeLostDeadLetters(site, signal),
  },
  {
    name: 'source ARN of a bus dead letter',
    assumed: 'event-bus or rule',
    source: 'no document says which: the policy of the queue takes either',
    ask: (signal) => probeBusDeadLetters(site, signal),
  },
];

const probeLostDeadLetters = async (site: Site, signal: AbortSignal): Promise<Answer> => {
  const [name, queue] = [newName(site), await site.queue('refused')];
  const { ApiDestinationArn } = await makeDestination(site, name, `${site.receiver}/status/404`, newName(site), signal);
  await makeRule(site, name, { Arn: ApiDestinationArn, RoleArn: site.roleArn, DeadLetterConfig: { Arn: queue.arn } });
  for (;;) {
    await putEvent(site, name, { event: 'first.hour' });
    const { Metrics = [] } = await site.cloudWatch.send(
      new ListMetricsCommand({ ...METRIC, Dimensions: [{ Name: 'EventBusName', Value: site.busName }] }),
    );
    const sets = Metrics.map(({ Dimensions = [] }) => Dimensions.map(({ Name = '' }) => Name).join(' + '));
    const seen = [...new Set(sets)].join('; ');
    if (seen !== '')
      return { seen, isAsAssumed: sets.some((set) => set === 'EventBusName + RuleName' || set === 'RuleName + EventBusName') };
    await delay(10 * site.pauseMs, undefined, { signal });
  }
};

const probeBusDeadLetters = async (site: Site, signal: AbortSignal): Promise<Answer> => {
  const { keyed, eventBridge, pauseMs } = site;
  if (!keyed) throw new Error('there is no bus under a key of its own');
  await keyed.breakKey();
  for (;;) {
    for (const { busName } of keyed.buses) await putEvent({ eventBridge, busName }, newName(site), { event: 'first.hour' });
    await delay(pauseMs, undefined, { signal });
    for (const { takesFrom, deadLetters } of keyed.buses) {
      const [letter] = await deadLetters.receive();
      if (letter) return { seen: `${takesFrom}, attributes ${Object.keys(letter.attributes).join(', ')}`, isAsAssumed: true };
    }
  }
};
