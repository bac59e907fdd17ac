import { readFileSync } from 'node:fs';
import { definitionOf, GATEWAY_METRIC, METRICS, type MetricName } from '../../functions/shared/observability/metrics.ts';
import { watchedBy } from './alarm-metrics.ts';
import { shownBy, widgetsOf } from './dashboard-body.ts';
import { propertiesOf, type Resource, resourcesOf, templatesOf } from './installation-template.ts';

const { api } = templatesOf('dev');
const ofApi = (type: string): readonly Resource['Properties'][] => propertiesOf(type, api);
/** Those of every installation. */
const standard = ofApi('AWS::CloudWatch::Alarm');
/** With those that come with an option. */
const alarms = [
  ...standard,
  ...propertiesOf('AWS::CloudWatch::Alarm', templatesOf('ownBus').data),
  ...resourcesOf(templatesOf('ownBus').api, 'AWS::CloudWatch::Alarm').flatMap(([id, { Properties }]) =>
    /^(?:Backup|SigningKeyRotation)/.test(id) ? [Properties] : [],
  ),
];
const headingOf = ({ AlarmDescription }: Resource['Properties']) => /docs\/runbook\.md#(\S+)$/.exec(String(AlarmDescription))?.[1] ?? '';
const NAMES = Object.keys(METRICS) as MetricName[];
const OWN = { installation: 'tenantry-dev' };
const OF_GATEWAY = GATEWAY_METRIC.name;

/** The sections of the runbook, one an alarm, by their headings. */
const sectionsOf = (runbook: string): ReadonlyMap<string, string> => {
  const [, byAlarm = ''] = runbook.split('\n## By alarm\n');
  return new Map(
    byAlarm
      .split(/^### /m)
      .slice(1)
      .map((section) => [(section.split('\n')[0] ?? '').toLowerCase().replaceAll(' ', '-'), section]),
  );
};

describe('the alarms', () => {
  const sections = sectionsOf(readFileSync('docs/runbook.md', 'utf8'));

  it('have a section of the runbook each: what it means, the first command, what to do', () => {
    expect(alarms).toHaveLength(sections.size);
    expect(new Set(alarms.map(headingOf))).toEqual(new Set(sections.keys()));
    for (const section of sections.values()) {
      const parts = [...section.matchAll(/^\*\*([A-Z]\w+\.)\*\*/gm)].map(([, part]) => part);
      expect([section.split('\n')[0], parts.filter((part) => part !== 'Resolved.')]).toEqual([
        expect.anything(),
        ['Means.', 'First.', 'Do.'],
      ]);
    }
  });

  it('end when the figure is back under the threshold, so a section has Resolved only for what else to look at', () => {
    const resolved = [...sections.values()].flatMap((section) => (section.includes('**Resolved.**') ? [partOf(section, 'Resolved')] : []));
    expect(resolved.length).toBeGreaterThan(3);
    expect(resolved.filter((text) => /\b(?:below|under|fewer than|less than|the queue is empty)\b/.test(text))).toEqual([]);
  });

  it('are as many, on as many metrics, as docs/operations.md says what they cost', () => {
    const metrics = standard.flatMap(watchedBy).filter(({ dimensions }) => !Object.values(dimensions).includes('*'));
    expect(readFileSync('docs/operations.md', 'utf8')).toContain(`${standard.length} alarms on ${metrics.length} metrics`);
  });

  it('tell the topic of the configuration, except for those that are quiet, and are no alarm while nothing is measured', () => {
    for (const alarm of alarms) {
      expect(alarm).toMatchObject({
        AlarmActions: ['arn:aws:sns:eu-west-1:111111111111:alarms'],
        // Of the canary silence is what is listened for.
        TreatMissingData: headingOf(alarm) === 'canary-failing' ? 'breaching' : 'notBreaching',
      });
    }
    expect(alarms.filter(({ ActionsEnabled }) => ActionsEnabled === false).map(headingOf)).toEqual(['limits-near']);
  });

  it('watch, of the namespace of the installation, only metrics that are written, with the dimensions that they are written with', () => {
    const watched = alarms.flatMap(watchedBy).filter(({ namespace }) => namespace === 'Tenantry');
    expect(watched.length).toBeGreaterThan(8);
    for (const { name, dimensions } of watched) expectWritten(name, dimensions);
  });

  it('of a rate or a percentile ask for a number of cases first', () => {
    const expressions = alarms.flatMap(({ Metrics = [] }) =>
      (Metrics as { readonly Expression?: string }[]).flatMap(({ Expression }) => Expression ?? []),
    );
    expect(expressions).toEqual(
      expect.arrayContaining(['IF(requests >= 30, p99, 0)', 'IF(transactions >= 50, 100 * FILL(conflicts, 0) / transactions, 0)']),
    );
  });
});

describe('the dashboard', () => {
  const widgets = widgetsOf(api);
  const shown = shownBy(widgets);

  it('shows every metric that the functions and the gateway write, and no other of their namespace', () => {
    const own = shown.filter(({ namespace }) => namespace === 'Tenantry');
    expect(new Set(own.map(({ name }) => name))).toEqual(new Set([...NAMES, OF_GATEWAY]));
    for (const { name, dimensions } of own) expectWritten(name, dimensions);
  });

  it('shows of AWS only metrics of resources that there are', () => {
    const known = new Set(Object.keys(api.Resources));
    for (const { namespace, name, dimensions } of shown.filter((metric) => metric.namespace !== 'Tenantry')) {
      const named = Object.values(dimensions).flatMap((value) => /^<(\w+)>$/.exec(value)?.[1] ?? []);
      const exists =
        named.some((id) => known.has(id)) || Object.values(dimensions).some((value) => value.startsWith('<Tenantry-dev-Data:'));
      expect({ namespace, name, dimensions, exists }).toEqual({ namespace, name, dimensions, exists: true });
    }
  });

  it('shows every alarm, function and dead-letter queue', () => {
    const ids = (type: string) => resourcesOf(api, type).map(([id]) => id);
    const listed = widgets.flatMap(({ properties }) => properties.alarms ?? []);
    expect(listed.toSorted()).toEqual(
      ids('AWS::CloudWatch::Alarm')
        .map((id) => `<${id}>`)
        .toSorted(),
    );
    const dimensionsOf = (name: string, dimension: string) =>
      shown.filter((metric) => metric.name === name).map(({ dimensions }) => dimensions[dimension]?.slice(1, -1));
    expect(dimensionsOf('Errors', 'FunctionName').toSorted()).toEqual(ids('AWS::Lambda::Function').toSorted());
    const deadLetters = ids('AWS::SQS::Queue').filter((id) => !id.startsWith('PasswordResetRequests'));
    expect(dimensionsOf('ApproximateNumberOfMessagesVisible', 'QueueName').toSorted()).toEqual(deadLetters.toSorted());
  });

  it('shows the dead letters of a bus with a customer key, and their alarm', () => {
    const { data, api: withKey } = templatesOf('ownBus');
    const parts = widgetsOf(withKey);
    const [queue, alarm] = ['AWS::SQS::Queue', 'AWS::CloudWatch::Alarm'].map((type) => resourcesOf(data, type)[0]?.[0] ?? '');
    const shownQueues = shownBy(parts).flatMap(({ dimensions }) => dimensions.QueueName ?? []);
    expect(shownQueues.filter((name) => name.includes(`${queue}QueueName`))).toHaveLength(2);
    expect(parts.flatMap(({ properties }) => properties.alarms ?? []).filter((arn) => arn.includes(String(alarm)))).toHaveLength(1);
  });

  it('has its address among the outputs', () => {
    expect(api.Outputs).toHaveProperty('DashboardUrl');
  });
});

it('functions are told which installation they measure for, and only the gateway is measured by its log', () => {
  for (const { Environment } of ofApi('AWS::Lambda::Function'))
    expect(Environment).toMatchObject({ Variables: { INSTALLATION: 'tenantry-dev' } });
  expect(ofApi('AWS::Logs::MetricFilter')).toEqual([
    expect.objectContaining({
      FilterPattern: '{ ($.status = "429") && ($.integrationLatency = "-") }',
      MetricTransformations: [
        {
          MetricNamespace: 'Tenantry',
          MetricName: OF_GATEWAY,
          MetricValue: '1',
          Dimensions: [{ Key: 'installation', Value: '$.installation' }],
        },
      ],
    }),
  ]);
  expect(JSON.stringify(ofApi('AWS::ApiGatewayV2::Stage'))).toContain('\\"installation\\":\\"tenantry-dev\\"');
});

/** A part of a section, on one line. */
const partOf = (section: string, part: string): string => {
  const [, text = ''] = section.split(`**${part}.**`);
  return `**${part}.**${text.split('\n\n')[0]?.replaceAll('\n', ' ')}`;
};

const expectWritten = (name: string, dimensions: Readonly<Record<string, unknown>>): void => {
  const by = name === OF_GATEWAY ? undefined : definitionOf(name as MetricName).by;
  expect({ name, dimensions }).toEqual({ name, dimensions: { ...OWN, ...(by && { [by]: expect.any(String) }) } });
};
