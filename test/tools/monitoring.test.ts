import { alarmsIn } from '../../tools/monitoring/alarms.ts';
import { monitoringDocument } from '../../tools/monitoring/document.ts';
import { MEANINGS } from '../../tools/monitoring/meanings.ts';

const RUNBOOK = '# Runbook\n\n## By alarm\n\n### Things late\n\n### Things lost\n';

const alarmOf = (Properties: object) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmDescription: 'Look at them. See docs/runbook.md#things-late',
    ...{ ComparisonOperator: 'GreaterThanOrEqualToThreshold', EvaluationPeriods: 3, Threshold: 60 },
    ...Properties,
  },
});
const late = alarmOf({ MetricName: 'ThingLag', Namespace: 'Tenantry', Statistic: 'Maximum', Period: 300 });
const lost = alarmOf({
  AlarmDescription: 'Find them. See docs/runbook.md#things-lost',
  ...{ MetricName: 'Errors', Namespace: 'AWS/Lambda', Statistic: 'Sum', Period: 3600, ActionsEnabled: false },
});
const rate = alarmOf({
  ...{ ComparisonOperator: 'LessThanThreshold', EvaluationPeriods: 1 },
  Metrics: [{ Expression: 'a / b', Label: 'things per minute' }, { MetricStat: { Period: 300 } }],
});

const alarmsOf = (...alarms: readonly object[]) =>
  alarmsIn({
    stacks: [
      { template: { Resources: Object.fromEntries(alarms.map((alarm, at) => [`A${at}`, alarm as typeof late])) }, paths: new Map() },
    ],
  });
const documentOf = (...alarms: readonly object[]) => monitoringDocument([{ alarms: alarmsOf(...alarms) }], RUNBOOK);

/** Puts each item of a list on one line. */
const joined = (page: string): string => page.replaceAll('\n  ', ' ');

it.each([
  ['the most of a metric', late, '- [Things late](runbook.md#things-late): most `ThingLag` ≥ 60, 3 × 5 min.\n'],
  [
    'a metric of AWS, and that it is quiet',
    lost,
    '- [Things lost](runbook.md#things-lost): `Errors` of `AWS/Lambda` ≥ 60, 3 × 60 min. It notifies\n  nobody.\n',
  ],
  ['an expression by its label', rate, '- [Things late](runbook.md#things-late): things per minute < 60, 1 × 5 min.\n'],
])('the page says of an alarm what it watches: %s', (_what, alarm, line) => {
  expect(documentOf(alarm)).toContain(line);
});

it('the page says which option an alarm comes with, and names each alarm once', () => {
  const page = joined(monitoringDocument([{ alarms: alarmsOf(late) }, { option: 'backup', alarms: alarmsOf(late, lost) }], RUNBOOK));
  expect(page.match(/Only with `backup`/g)).toHaveLength(1);
  expect(page.match(/\(runbook\.md#/g)).toHaveLength(2);
});

it('the page lists every metric with its meaning, dimension and unit', () => {
  const page = joined(documentOf(late));
  for (const [name, means] of Object.entries(MEANINGS)) {
    const line = page.split('\n').find((text) => text.startsWith(`- \`${name}\``));
    expect(line).toMatch(/^- `\w+`(?: \([^)]+\))?: /);
    expect(line).toContain(`: ${means}`);
  }
  expect(page).toContain('- `Creates` (by `resource`): ');
  expect(page).toContain('- `PublishLag` (milliseconds): ');
});

it('an alarm without a heading in the runbook is refused by a sentence that names the heading', () => {
  const stranger = alarmOf({ AlarmDescription: 'Look. See docs/runbook.md#things-broken', MetricName: 'X' });
  expect(() => documentOf(stranger)).toThrow('docs/runbook.md has no heading "### Things broken" for the alarm');
});
