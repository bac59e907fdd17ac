import { existsSync } from 'node:fs';
import { CONTRACTS, OPERATIONS } from '../../functions/operations.ts';
import { gatewayMethod } from '../../functions/shared/http/methods.ts';
import { gatewayPath } from '../../functions/shared/http/verbs.ts';
import { TABLE } from '../../functions/shared/table/partitions.ts';
import { INSTALLED_ENTRY_POINTS } from '../../lib/base/entry-points.ts';
import { only, propertiesOf, type Resource, resourcesOf, templatesOf } from './installation-template.ts';
import { ownNamesIn } from './physical-names.ts';

const dev = templatesOf('dev');
const prod = templatesOf('prod');
const ofApi = (type: string): readonly Resource[] => resourcesOf(dev.api, type).map(([, resource]) => resource);
const ofBoth = (type: string): readonly Resource['Properties'][] => propertiesOf(type, dev.data, dev.api);

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

  // What an index of all attributes holds of an item is in test/integration/index-secrets.test.ts.
  it('has the indexes that the keys describe, with nothing more of an item than they say', () => {
    expect(table).toMatchObject({
      GlobalSecondaryIndexes: TABLE.indexes.map(({ name, partitionKey, projection }) => ({
        ...{ IndexName: name, Projection: { ProjectionType: projection } },
        KeySchema: [{ AttributeName: partitionKey, KeyType: 'HASH' }, expect.objectContaining({ KeyType: 'RANGE' })],
      })),
    });
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
    const own = OPERATIONS.filter(({ inFallback }) => !inFallback);
    expect(routes).toHaveLength(own.length + 1);
    const keys = own.map(({ contract: { method, path } }) => `${gatewayMethod(method)} ${gatewayPath(path)}`);
    expect(new Set(routes)).toEqual(new Set([...keys, '$default']));
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

describe('the access log', () => {
  it.each(['dev', 'everyOption'] as const)(
    'of %s has a name that takes no room in the policy of the account, and is of this API',
    (name) => {
      const { api } = templatesOf(name);
      const [stage] = propertiesOf('AWS::ApiGatewayV2::Stage', api);
      const [[id] = ['']] = resourcesOf(api, 'AWS::ApiGatewayV2::Api');
      const logs = resourcesOf(api, 'AWS::Logs::LogGroup').filter(([, { Properties }]) => Properties.LogGroupName);
      expect(logs.map(([, { Properties }]) => Properties.LogGroupName)).toEqual([
        { 'Fn::Join': ['', [`/aws/vendedlogs/${name === 'dev' ? 'tenantry' : 'acme'}-dev/http/`, { Ref: id }]] },
      ]);
      expect(JSON.stringify(stage?.AccessLogSettings)).toContain(`{"Fn::GetAtt":["${logs[0]?.[0]}","Arn"]}`);
    },
  );
});

describe('the functions', () => {
  const functions = ofBoth('AWS::Lambda::Function');

  it('are as many as the entry points, whose files exist', () => {
    // Two more come with options.
    expect(functions).toHaveLength(INSTALLED_ENTRY_POINTS.length - 2);
    expect(INSTALLED_ENTRY_POINTS.filter((entry) => !existsSync(`functions/${entry}.ts`))).toEqual([]);
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
      // That of the gateway, and of all functions except two that come with options.
      expect(logs).toEqual(Array(INSTALLED_ENTRY_POINTS.length - 1).fill(days));
    }
  });

  it('encrypt every queue, keep the messages of all but one for 14 days and refuse plain connections', () => {
    const queues = ofBoth('AWS::SQS::Queue');
    expect(queues.every(({ SqsManagedSseEnabled }) => SqsManagedSseEnabled)).toBe(true);
    // The one of requests to reset a password, which nobody waits for longer.
    expect(queues.map(({ MessageRetentionPeriod }) => MessageRetentionPeriod).toSorted()).toEqual([...Array(5).fill(1_209_600), 3600]);
    const policies = ofBoth('AWS::SQS::QueuePolicy').map(({ PolicyDocument }) => JSON.stringify(PolicyDocument));
    expect(policies).toHaveLength(6);
    for (const policy of policies) expect(policy).toContain('"Condition":{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny"');
  });
});
