import { definitionOf, GATEWAY_METRIC, METRICS, type MetricName } from '../../functions/shared/observability/metrics.ts';
import { code, item, paragraph } from '../documents/markdown.ts';
import { DocumentError } from '../documents/write-document.ts';
import type { AlarmFacts } from './alarms.ts';
import type { InstallationAlarms } from './installations.ts';
import { MEANING_OF_GATEWAY_METRIC, MEANINGS } from './meanings.ts';

/**
 * Writes `docs/monitoring.md`: each metric and each alarm, with the heading of the runbook for it.
 */
export const monitoringDocument = (installations: readonly InstallationAlarms[], runbook: string): string => {
  const headings = headingsOf(runbook);
  const all = new Set<string>();
  const lines = installations.flatMap(({ option, alarms }) =>
    alarms
      .filter(({ heading }) => !all.has(heading))
      .flatMap((alarm) => {
        all.add(alarm.heading);
        return alarmLines(alarm, headings, option);
      }),
  );

  return [
    ...['# Metrics and alarms', ''],
    ...paragraph(
      'Generated from [metrics.ts](../functions/shared/observability/metrics.ts) and the templates by `npm run generate`. ' +
        '[Operations](operations.md#metrics) says how metrics are written and what they cost.',
    ),
    ...['', '## Metrics', ''],
    ...paragraph(
      'In the namespace `Tenantry`, by `installation` and by the dimension in parentheses. They are counts unless a unit is given.',
    ),
    ...['', ...(Object.keys(METRICS) as MetricName[]).flatMap(metricLines)],
    ...item(`${code(GATEWAY_METRIC.name)}: ${MEANING_OF_GATEWAY_METRIC}`),
    ...['', '## Alarms', ''],
    ...paragraph(
      'What each watches, its threshold, and how many periods in a row. Its name leads to the runbook, which says what it means and what to do.',
    ),
    ...['', ...lines, ''],
  ].join('\n');
};

const metricLines = (name: MetricName): readonly string[] => {
  const { unit, by } = definitionOf(name);
  const means = MEANINGS[name];
  const facts = [...(by === undefined ? [] : [`by ${code(by)}`]), ...(unit === 'Count' ? [] : [unit.toLowerCase()])];
  return item(`${code(name)}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}: ${means}`);
};

const alarmLines = (alarm: AlarmFacts, headings: ReadonlyMap<string, string>, option: string | undefined): readonly string[] => {
  const { heading, watches, comparison, threshold, periods, minutes, isQuiet } = alarm;
  const title = headings.get(heading);
  if (title === undefined)
    throw new DocumentError(`docs/runbook.md has no heading "### ${titleOf(heading)}" for the alarm whose description names it.`);
  const notes = [...(option === undefined ? [] : [`Only with ${code(option)}.`]), ...(isQuiet ? ['It notifies nobody.'] : [])];
  const rings = `${watches} ${comparison} ${threshold}, ${periods} × ${minutes} min.`;
  return item([`[${title}](runbook.md#${heading}): ${rings}`, ...notes].join(' '));
};

/** The titles of the sections by alarm, by their anchors. */
const headingsOf = (runbook: string): ReadonlyMap<string, string> => {
  const [, byAlarm = ''] = runbook.split('\n## By alarm\n');
  const titles = [...byAlarm.matchAll(/^### (.*)$/gm)].map(([, title = '']) => title);
  return new Map(titles.map((title) => [title.toLowerCase().replaceAll(' ', '-'), title]));
};

const titleOf = (heading: string): string => heading.charAt(0).toUpperCase() + heading.slice(1).replaceAll('-', ' ');
