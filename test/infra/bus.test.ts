import { only, propertiesOf, resourcesOf, type Template, templatesOf } from './installation-template.ts';

const dev = templatesOf('dev');
const prod = templatesOf('prod');
const changed = templatesOf('changed');

describe('the publisher', () => {
  it('is handed new events only, from the beginning, and never blocks the stream', () => {
    const [, mapping] = resourcesOf(dev.api, 'AWS::Lambda::EventSourceMapping').find(([id]) => id.startsWith('Publisher')) ?? [];
    const { FilterCriteria, ...properties } = mapping?.Properties ?? {};
    expect(properties).toMatchObject({
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 1000,
      ParallelizationFactor: 1,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 10_000,
      MaximumRecordAgeInSeconds: 82_800,
      DestinationConfig: { OnFailure: { Destination: expect.anything() } },
    });
    const { Filters } = FilterCriteria as { readonly Filters: readonly { readonly Pattern: string }[] };
    expect(Filters.map(({ Pattern }) => JSON.parse(Pattern))).toEqual([
      { eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: 'EVENT#' }] } } } },
    ]);
  });
});

describe('the bus', () => {
  it('keeps the events of tenants in an archive, and not those that were meant for one endpoint', () => {
    expect(only(dev.data, 'AWS::Events::Archive')).toMatchObject({
      DeletionPolicy: 'Delete',
      Properties: { EventPattern: { source: ['tenantry'] }, RetentionDays: 90 },
    });
    expect(only(prod.data, 'AWS::Events::Archive')).toMatchObject({ DeletionPolicy: 'Retain' });
  });

  it('logs nothing unless the configuration says so', () => {
    expect(resourcesOf(dev.data, 'AWS::Logs::DeliverySource')).toEqual([]);
    expect(resourcesOf(dev.data, 'AWS::Events::EventBus')[0]?.[1].Properties).not.toHaveProperty('LogConfig');
  });

  it('logs failures and successes at the level info, one delivery after the other, and never an event', () => {
    const { data } = changed;
    expect(propertiesOf('AWS::Events::EventBus', data)).toEqual([
      expect.objectContaining({ Name: 'tenantry-dev', LogConfig: { Level: 'INFO', IncludeDetail: 'NONE' } }),
    ]);
    const sources = propertiesOf('AWS::Logs::DeliverySource', data).map(({ LogType }) => LogType);
    expect(sources).toEqual(['ERROR_LOGS', 'INFO_LOGS']);
    const [first, second] = resourcesOf(data, 'AWS::Logs::Delivery');
    expect(second?.[1].DependsOn).toContain(first?.[0]);
    expect(JSON.stringify(resourcesOf(data, 'AWS::Logs::ResourcePolicy'))).toContain('delivery.logs.amazonaws.com');
  });
});

describe('the canary', () => {
  const scheduleOf = (template: Template) =>
    resourcesOf(template, 'AWS::Events::Rule').find(([id]) => id.startsWith('CanarySchedule'))?.[1];
  const alarmsOf = (template: Template) =>
    resourcesOf(template, 'AWS::CloudWatch::Alarm')
      .filter(([id]) => id.startsWith('Canary'))
      .map(([, { Properties }]) => Properties);

  it('runs every five minutes, and rings when there was no success in three times that, silence included', () => {
    expect(scheduleOf(dev.api)?.Properties).toMatchObject({ State: 'ENABLED', ScheduleExpression: 'rate(5 minutes)' });
    expect(alarmsOf(dev.api)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          ...{ Namespace: 'Tenantry', MetricName: 'CanarySuccess', Dimensions: [{ Name: 'installation', Value: 'tenantry-dev' }] },
          ...{ ComparisonOperator: 'LessThanThreshold', Threshold: 1, Period: 300, EvaluationPeriods: 3, TreatMissingData: 'breaching' },
        }),
      ]),
    );
  });

  it('that is switched off has its schedule disabled and no alarm', () => {
    expect(scheduleOf(changed.api)?.Properties).toMatchObject({ State: 'DISABLED' });
    expect(alarmsOf(changed.api)).toEqual([]);
  });
});
