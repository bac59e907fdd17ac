import { existsSync } from 'node:fs';
import { CONTRACTS } from '../../functions/contracts.ts';
import { TABLE } from '../../functions/shared/keys.ts';
import { gatewayPath } from '../../functions/shared/verbs.ts';
import { ENTRY_POINTS } from '../../lib/bundle.ts';
import { propertiesOf, type Resource, resourcesOf, type Template, templatesOf } from './installation-template.ts';
import { ownNamesIn } from './physical-names.ts';

const dev = templatesOf('dev');
const prod = templatesOf('prod');
const changed = templatesOf('changed');
const ofApi = (type: string): readonly Resource[] => resourcesOf(dev.api, type).map(([, resource]) => resource);
const functionOf = (description: string): Resource['Properties'] =>
  ofApi('AWS::Lambda::Function').find(({ Properties }) => Properties.Description === description)?.Properties ?? {};
const ofBoth = (type: string): readonly Resource['Properties'][] => propertiesOf(type, dev.data, dev.api);
/** The one resource of a type. */
const only = (template: Template, type: string): Resource | undefined => {
  const [[, resource] = [], ...others] = resourcesOf(template, type);
  expect(others).toEqual([]);
  return resource;
};

describe('the table', () => {
  const [table] = propertiesOf('AWS::DynamoDB::Table', dev.data);

  it('is on demand, streams both images, expires items and can be restored to a point in time', () => {
    expect(table).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: TABLE.partitionKey, KeyType: 'HASH' },
        { AttributeName: TABLE.sortKey, KeyType: 'RANGE' },
      ],
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: TABLE.timeToLive, Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
      DeletionProtectionEnabled: false,
    });
  });

  it('has the indexes that the keys describe', () => {
    expect(table).toMatchObject({ GlobalSecondaryIndexes: TABLE.indexes.map(({ name }) => ({ IndexName: name })) });
  });

  it('is kept and protected from deletion in production only', () => {
    expect(only(prod.data, 'AWS::DynamoDB::Table')).toMatchObject({
      ...{ DeletionPolicy: 'Retain', Properties: { DeletionProtectionEnabled: true } },
    });
    expect(only(dev.data, 'AWS::DynamoDB::Table')).toMatchObject({ DeletionPolicy: 'Delete' });
  });
});

describe('the routes', () => {
  const routes = ofApi('AWS::ApiGatewayV2::Route').map(({ Properties }) => Properties.RouteKey as string);

  it('are those of the contracts, and one for all the rest', () => {
    expect(routes).toHaveLength(CONTRACTS.length + 1);
    expect(new Set(routes)).toEqual(new Set([...CONTRACTS.map(({ method, path }) => `${method} ${gatewayPath(path)}`), '$default']));
  });

  it('each have a function of their own, with payload format 2.0', () => {
    const integrations = ofApi('AWS::ApiGatewayV2::Integration').map(({ Properties }) => Properties);
    expect(new Set(integrations.map(({ IntegrationUri }) => JSON.stringify(IntegrationUri))).size).toBe(routes.length);
    expect(integrations.every(({ PayloadFormatVersion }) => PayloadFormatVersion === '2.0')).toBe(true);
  });

  it('share a throttled stage whose log holds neither a path, which may hold an id of a caller’s own, nor a query string', () => {
    const [stage] = ofApi('AWS::ApiGatewayV2::Stage');
    expect(stage?.Properties).toMatchObject({
      StageName: '$default',
      DefaultRouteSettings: { ThrottlingBurstLimit: 1000, ThrottlingRateLimit: 500 },
    });
    const log = JSON.stringify(stage?.Properties.AccessLogSettings);
    for (const field of ['requestId', 'routeKey', 'status', 'integrationErrorMessage']) expect(log).toContain(`$context.${field}`);
    expect(log).not.toMatch(/query|\$context\.path/i);
  });
});

describe('the functions', () => {
  const functions = ofBoth('AWS::Lambda::Function');

  it('are as many as the entry points, whose files exist', () => {
    expect(functions).toHaveLength(ENTRY_POINTS.length);
    expect(ENTRY_POINTS.filter((entry) => !existsSync(`functions/${entry}.ts`))).toEqual([]);
  });

  it('run on the current Node.js and Arm and log as JSON to a group of their own', () => {
    for (const properties of functions) {
      expect(properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], LoggingConfig: { LogFormat: 'JSON' } });
    }
    expect(new Set(functions.map(({ LoggingConfig }) => JSON.stringify(LoggingConfig))).size).toBe(functions.length);
  });

  it('know what they need to verify a token exactly where a contract asks for credentials', () => {
    const variablesOf = (description: string) => {
      const { Environment } = functions.find(({ Description }) => Description === description) ?? {};
      return (Environment as { readonly Variables?: object } | undefined)?.Variables ?? {};
    };
    for (const { summary, access, events } of CONTRACTS) {
      const verification = ['JWT_PROFILE', 'JWT_ISSUER', 'JWKS_URI', 'JWT_RESOURCE_SERVER', 'TABLE_NAME'];
      const names = [...(access === 'public' ? [] : verification), ...(events ? ['EVENT_RETENTION_DAYS'] : [])];
      expect(Object.keys(variablesOf(summary))).toEqual(expect.arrayContaining(names));
      if (access === 'public') expect(variablesOf(summary)).not.toHaveProperty('JWT_ISSUER');
    }
  });
});

describe('the publisher', () => {
  it('is handed new events only, from the beginning, and never blocks the stream', () => {
    const [, mapping] = resourcesOf(dev.api, 'AWS::Lambda::EventSourceMapping').find(([id]) => id.startsWith('Publisher')) ?? [];
    const { FilterCriteria, ...properties } = mapping?.Properties ?? {};
    expect(properties).toMatchObject({
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 100,
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

describe('the signing keys', () => {
  const [secret, ...others] = resourcesOf(dev.data, 'AWS::SecretsManager::Secret').map(([, resource]) => resource);

  it('begin with a random seed of 64 hexadecimal digits', () => {
    expect(others).toEqual([]);
    const { GenerateSecretString: drawn } = (secret?.Properties ?? {}) as {
      readonly GenerateSecretString: { readonly ExcludeCharacters: string };
    };
    expect(drawn).toEqual({
      ...{ SecretStringTemplate: '{}', GenerateStringKey: 'current', PasswordLength: 64, RequireEachIncludedType: false },
      ...{ ExcludeUppercase: true, ExcludePunctuation: true, ExcludeCharacters: expect.any(String) },
    });
    const left = [...'0123456789abcdefghijklmnopqrstuvwxyz'].filter((character) => !drawn.ExcludeCharacters.includes(character));
    expect(left.join('')).toBe('0123456789abcdef');
  });

  it('are kept in prod when the stack goes', () => {
    expect(secret?.DeletionPolicy).toBe('Delete');
    expect(resourcesOf(prod.data, 'AWS::SecretsManager::Secret')[0]?.[1].DeletionPolicy).toBe('Retain');
  });
});

describe('the webhooks', () => {
  const ofWebhooks = (type: string): readonly Resource[] =>
    resourcesOf(dev.api, type)
      .filter(([id]) => id.startsWith('Webhooks'))
      .map(([, resource]) => resource);

  it('each have one rule with one target that retries for a day and then keeps the event', () => {
    const rules = ofWebhooks('AWS::Events::Rule');
    expect(rules).toHaveLength(3);
    for (const { Properties } of rules) {
      expect(Properties.Targets).toEqual([
        expect.objectContaining({
          InputPath: '$.detail.payload',
          HttpParameters: {
            HeaderParameters: {
              'Webhook-Id': '$.detail.metadata.eventId',
              'Webhook-Event': '$.detail.payload.event',
              'Webhook-Tenant': '$.detail.metadata.tenant',
              'Webhook-Signature': '$.detail.metadata.signature',
            },
          },
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
          DeadLetterConfig: { Arn: expect.anything() },
        }),
      ]);
    }
  });

  it('take the events they name, those below a prefix, and those that are meant for them alone', () => {
    const patterns = ofWebhooks('AWS::Events::Rule').map(({ Properties }) => Properties.EventPattern);
    const source = ['tenantry', 'tenantry.directed'];
    expect(patterns).toEqual([
      { source, 'detail-type': ['partner.created', { prefix: 'reseller.' }, 'to:billing'] },
      { source, 'detail-type': ['reseller.created', 'to:crm'] },
      { source, 'detail-type': [{ prefix: 'partner.' }, 'to:erp'] },
    ]);
  });

  it('authorise with secrets that the template only names', () => {
    const secret = (name: string) => `{{resolve:secretsmanager:${name}:SecretString:::}}`;
    expect(ofApi('AWS::Events::Connection').map(({ Properties }) => Properties.AuthParameters)).toEqual([
      { ApiKeyAuthParameters: { ApiKeyName: 'X-Api-Key', ApiKeyValue: secret('tenantry/billing') } },
      { BasicAuthParameters: { Username: 'tenantry', Password: secret('tenantry/crm') } },
      {
        OAuthParameters: expect.objectContaining({
          AuthorizationEndpoint: 'https://id.acme.test/token',
          HttpMethod: 'POST',
          ClientParameters: { ClientID: 'tenantry', ClientSecret: secret('tenantry/erp') },
        }),
      },
    ]);
  });
});

describe('the delivery log', () => {
  it('empties the dead letters of webhooks in batches whose messages fail one by one, and keeps what it cannot be rid of', () => {
    const [, mapping] = ofApi('AWS::Lambda::EventSourceMapping');
    expect(mapping?.Properties).toMatchObject({
      EventSourceArn: { 'Fn::GetAtt': [expect.stringMatching(/^WebhooksDeadLetters/), 'Arn'] },
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 5 },
    });
    const queues = ofApi('AWS::SQS::Queue').map(({ Properties }) => Properties);
    expect(queues.find(({ RedrivePolicy }) => RedrivePolicy)).toMatchObject({
      VisibilityTimeout: 360,
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [expect.stringMatching(/^WebhooksPoison/), 'Arn'] }, maxReceiveCount: 100 },
    });
    expect(functionOf('Collects the webhooks that were given up')).toMatchObject({ Timeout: 60 });
  });

  it('is told how long to keep what, when to suspend, and which endpoints are of the deployment', () => {
    expect(functionOf('Collects the webhooks that were given up').Environment).toMatchObject({
      Variables: { DELIVERY_LOG_DAYS: '30', WEBHOOK_SUSPEND_AFTER: '10', WEBHOOK_HEALTHY_AFTER_MINUTES: '60', EVENT_RETENTION_DAYS: '400' },
    });
    expect(functionOf('Redeliver a webhook').Environment).toMatchObject({ Variables: { OPERATOR_ENDPOINTS: '["billing","crm","erp"]' } });
  });

  it('knows the endpoints of the deployment by the names of their rules', () => {
    const names = resourcesOf(dev.api, 'AWS::Events::Rule').flatMap(([, { Properties }]) =>
      Properties.Name === undefined ? [] : [Properties.Name],
    );
    expect(names).toEqual(['operator-billing', 'operator-crm', 'operator-erp']);
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

it('two stages of one installation have no name in common', () => {
  const [one, other] = [dev, prod].map(({ data, api }) => [data, api].flatMap(ownNamesIn));
  expect(one?.length).toBeGreaterThan(5);
  expect(one?.filter((name) => other?.includes(name))).toEqual([]);
});

describe('operations', () => {
  it('keep every log for a set time', () => {
    for (const { data, api, days } of [
      { ...dev, days: 30 },
      { ...prod, days: 365 },
    ]) {
      const groups = [data, api].flatMap((template) => resourcesOf(template, 'AWS::Logs::LogGroup'));
      const logs = groups.map(([, { Properties }]) => Properties.RetentionInDays);
      expect(logs).toEqual(Array(ENTRY_POINTS.length + 1).fill(days));
    }
  });

  it('encrypt every queue, keep its messages for 14 days and refuse plain connections', () => {
    const queues = ofBoth('AWS::SQS::Queue');
    expect(queues).toHaveLength(5);
    for (const queue of queues) expect(queue).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 });
    const policies = ofBoth('AWS::SQS::QueuePolicy').map(({ PolicyDocument }) => JSON.stringify(PolicyDocument));
    expect(policies).toHaveLength(5);
    for (const policy of policies) expect(policy).toContain('"Condition":{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny"');
  });
});
