import { checkConcurrency } from '../../cli/doctor/aws/concurrency.ts';
import { checkEventSources } from '../../cli/doctor/aws/event-sources.ts';
import { checkFunctions, findSetting, readFunctions } from '../../cli/doctor/aws/functions.ts';
import { readInstallation } from '../../cli/doctor/aws/installation.ts';
import { checkLogs } from '../../cli/doctor/aws/logs.ts';
import { checkOperatorScope } from '../../cli/doctor/aws/operator-scope.ts';
import { checkStacks, explainMissingStacks } from '../../cli/doctor/aws/stacks.ts';
import { checkTable, checkTableSafety, checkTimeToLive, repairOf } from '../../cli/doctor/aws/table.ts';
import { checkWebhookQuota } from '../../cli/doctor/aws/webhook-quota.ts';
import { type AwsAnswer, awsError, clientsAnswering, installationWith } from '../support/aws-answers.ts';

const named = (type: string, ...ids: readonly string[]) => ids.map((id) => ({ type, logicalId: id, physicalId: `physical-${id}` }));

describe('the stacks', () => {
  const withStatus = (...states: readonly string[]) => ({
    ...installationWith({}),
    stacks: states.map((status) => ({ name: 'S', status, outputs: {}, resources: [] })),
  });

  test.each([
    ['ok', ['CREATE_COMPLETE', 'UPDATE_COMPLETE']],
    ['warn', ['CREATE_COMPLETE', 'UPDATE_IN_PROGRESS']],
    ['warn', ['CREATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE']],
    ['fail', ['CREATE_COMPLETE', 'ROLLBACK_COMPLETE']],
    ['fail', ['UPDATE_ROLLBACK_FAILED', 'UPDATE_IN_PROGRESS']],
  ])('are %s when they are %p', (result, states) => {
    expect(checkStacks(withStatus(...states))).toMatchObject({ result });
  });

  test('are read with their outputs and all pages of their resources, by the name of the installation', async () => {
    const asked: unknown[] = [];
    const { cloudFormation } = clientsAnswering({
      DescribeStacks: ({ StackName }) => {
        asked.push(StackName);
        return { Stacks: [{ StackStatus: 'CREATE_COMPLETE', Outputs: [{ OutputKey: `Of${String(StackName)}`, OutputValue: 'x' }] }] };
      },
      ListStackResources: ({ NextToken }) => ({
        StackResourceSummaries: [{ ResourceType: 'T', LogicalResourceId: String(NextToken), PhysicalResourceId: 'p' }],
        ...(NextToken === undefined && { NextToken: 'second' }),
      }),
    });
    const installation = await readInstallation(cloudFormation, 'acme', 'dev');
    expect(asked).toEqual(['Acme-dev-Data', 'Acme-dev-Api']);
    expect(installation.outputs).toEqual({ 'OfAcme-dev-Data': 'x', 'OfAcme-dev-Api': 'x' });
    expect(installation.ofType('T').map(({ logicalId }) => logicalId)).toEqual(['undefined', 'second', 'undefined', 'second']);
  });

  test('that are not there are told from other errors', () => {
    const missing = awsError('ValidationError', 'Stack with id Acme-dev-Data does not exist');
    expect(explainMissingStacks(missing, 'acme-dev', 'eu-west-1')).toMatchObject({
      result: 'fail',
      seen: expect.stringContaining('eu-west-1'),
    });
    expect(explainMissingStacks(awsError('Throttling'), 'acme-dev', 'eu-west-1')).toBeUndefined();
  });
});

test.each([
  ['ok', 'of the user pool', { JWT_PROFILE: 'cognito' }, 'tenantry/operator'],
  ['ok', 'of an issuer with a scope', { JWT_PROFILE: 'oidc', JWT_OPERATOR_SCOPE: '"platform"' }, 'needs platform'],
  ['warn', 'of an issuer without one', { JWT_PROFILE: 'oidc', JWT_OPERATOR_SCOPE: 'null' }, 'bound to no tenant acts for the operator'],
  ['skipped', 'of an installation from before it', { JWT_PROFILE: 'oidc' }, 'JWT_OPERATOR_SCOPE'],
])('the operator scope is %s when tokens are %s', (result, _, Variables, seen) => {
  const functions = [{ logicalId: 'PublisherPublish' }, { logicalId: 'PartnersGet', Environment: { Variables } }];
  expect(checkOperatorScope(functions)).toMatchObject({ result, seen: expect.stringContaining(seen) });
});

describe('the table', () => {
  const table = {
    ...{ TableStatus: 'ACTIVE', StreamSpecification: { StreamEnabled: true }, DeletionProtectionEnabled: false },
    GlobalSecondaryIndexes: ['gsi1', 'gsi2', 'gsi3'].map((IndexName) => ({ IndexName, IndexStatus: 'ACTIVE' })),
  };
  const backups = (PointInTimeRecoveryStatus: string) => ({
    ContinuousBackupsDescription: { ContinuousBackupsStatus: 'ENABLED', PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus } },
  });

  const DEPLOY = ['Deploy the Data stack again.'] as const;

  test('that is not of the stack is one that was restored: no deployment sets what it lacks', async () => {
    const { dynamoDb } = clientsAnswering({ DescribeTable: { Table: { ...table, StreamSpecification: undefined } } });
    const adviceFor = async (own: string) => (await checkTable(dynamoDb, 't', repairOf('t', [{ physicalId: own }]))).todo;
    expect(await adviceFor('t')).toBe(DEPLOY[0]);
    expect(await adviceFor('former')).toBe('Set it on the restored table.');
  });

  test.each([
    ['ok', {}, 'ACTIVE with 3 indexes and its stream'],
    ['fail', { TableStatus: 'UPDATING' }, 'the table is UPDATING'],
    ['fail', { GlobalSecondaryIndexes: [{ IndexName: 'gsi1', IndexStatus: 'CREATING' }] }, 'gsi1 (CREATING), gsi2 (missing)'],
    ['fail', { StreamSpecification: undefined }, 'the stream is off'],
  ])('is %s with %j', async (result, changes, seen) => {
    const { dynamoDb } = clientsAnswering({ DescribeTable: { Table: { ...table, ...changes } } });
    expect(await checkTable(dynamoDb, 't', DEPLOY)).toMatchObject({ result, seen: expect.stringContaining(seen) });
  });

  test.each([
    ['ok', 'dev', 'ENABLED', false],
    ['fail', 'dev', 'DISABLED', true],
    ['fail', 'prod', 'ENABLED', false],
    ['ok', 'prod', 'ENABLED', true],
  ])('is %s in %s with recovery %s and protection %s', async (result, stage, recovery, DeletionProtectionEnabled) => {
    const { dynamoDb } = clientsAnswering({
      DescribeTable: { Table: { ...table, DeletionProtectionEnabled } },
      DescribeContinuousBackups: backups(recovery),
    });
    expect(await checkTableSafety(dynamoDb, 't', stage, DEPLOY)).toMatchObject({ result });
  });

  test.each([
    ['ok', 'ENABLED', 'expiresAt'],
    ['fail', 'ENABLED', 'ttl'],
    ['warn', 'ENABLING', 'expiresAt'],
    ['fail', 'DISABLED', undefined],
  ])('is %s with time to live %s by %s', async (result, TimeToLiveStatus, AttributeName) => {
    const { dynamoDb } = clientsAnswering({ DescribeTimeToLive: { TimeToLiveDescription: { TimeToLiveStatus, AttributeName } } });
    expect(await checkTimeToLive(dynamoDb, 't', DEPLOY)).toMatchObject({ result });
  });

  test.each([
    ['ok', undefined, '0 of 10 endpoints'],
    ['ok', 7, '7 of 10 endpoints'],
    ['warn', 8, '8 of 10 endpoints'],
    ['fail', 10, '10 of 10 endpoints'],
  ])('has %s room for webhooks with %p', async (result, endpoints, seen) => {
    const { dynamoDb } = clientsAnswering({ GetItem: endpoints === undefined ? {} : { Item: { endpoints: { N: String(endpoints) } } } });
    expect(await checkWebhookQuota(dynamoDb, 't', 10)).toMatchObject({ result, seen });
  });
});

describe('the functions', () => {
  test.each([
    ['ok', { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 900 }, '900 of 1000'],
    ['warn', { ConcurrentExecutions: 10, UnreservedConcurrentExecutions: 10 }, '10 of 10'],
    ['warn', { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 99 }, '99 of 1000'],
  ])('are %s in an account with %j', async (result, AccountLimit, seen) => {
    const { lambda } = clientsAnswering({ GetAccountSettings: { AccountLimit } });
    expect(await checkConcurrency(lambda)).toMatchObject({ result, seen: `${seen} executions at once are not reserved` });
  });

  const configured = { State: 'Active', LastUpdateStatus: 'Successful', Runtime: 'nodejs24.x', LoggingConfig: { LogGroup: 'group' } };
  const read = (answer: AwsAnswer) => readFunctions(clientsAnswering({ GetFunctionConfiguration: answer }).lambda, named('F', 'A', 'B'));

  test('can run, on a current runtime; their settings are known', async () => {
    const functions = await read(({ FunctionName }) => ({ ...configured, Environment: { Variables: { [String(FunctionName)]: 'v' } } }));
    expect(checkFunctions(functions)).toEqual({ result: 'ok', seen: '2 functions active on nodejs24.x' });
    expect([findSetting(functions, 'physical-B'), findSetting(functions, 'C')]).toEqual(['v', undefined]);
  });

  test.each([
    ['fail', { State: 'Failed' }, 'A is Failed'],
    ['fail', { LastUpdateStatus: 'Failed' }, 'its last update Failed'],
    ['warn', { Runtime: 'nodejs20.x' }, 'nodejs20.x'],
  ])('are %s with %j', async (result, changes, seen) => {
    expect(checkFunctions(await read({ ...configured, ...changes }))).toMatchObject({ result, seen: expect.stringContaining(seen) });
  });

  test('log to groups of the stacks that are kept for a set time', async () => {
    const installation = installationWith({ 'Log AWS::Logs::LogGroup': 'group' });
    const logs = (...Groups: readonly object[]) => {
      const Resources = Object.fromEntries(Groups.map((Properties, index) => [index, { Type: 'AWS::Logs::LogGroup', Properties }]));
      return clientsAnswering({ GetTemplate: { TemplateBody: JSON.stringify({ Resources }) } }).cloudFormation;
    };
    const functions = await read(configured);
    expect(await checkLogs(logs({ RetentionInDays: 30 }), installation, functions)).toMatchObject({
      result: 'ok',
      seen: '1 log group, kept for 30 days',
    });
    expect(await checkLogs(logs({ RetentionInDays: 30 }, {}), installation, functions)).toMatchObject({
      result: 'fail',
      seen: '1 log group kept for ever',
    });
    const stray = await read({ ...configured, LoggingConfig: { LogGroup: '/aws/lambda/x' } });
    expect(await checkLogs(logs(), installation, stray)).toMatchObject({ result: 'fail', seen: 'A, B log elsewhere' });
  });

  test.each([
    ['ok', { State: 'Enabled', LastProcessingResult: 'OK' }],
    ['ok', { State: 'Enabled' }],
    ['warn', { State: 'Enabled', LastProcessingResult: 'PROBLEM: Function call failed' }],
    ['fail', { State: 'Disabled' }],
  ])('are handed their events: %s with %j', async (result, mapping) => {
    const { lambda } = clientsAnswering({ GetEventSourceMapping: mapping });
    expect(await checkEventSources(lambda, named('M', 'Stream'))).toMatchObject({ result });
  });
});
