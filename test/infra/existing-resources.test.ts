import { INSTALLED_ENTRY_POINTS } from '../../lib/base/entry-points.ts';
import { statementsIn } from '../../lib/checks/statements.ts';
import { BOUNDARY, everyOption, KEY } from './every-option.ts';
import { propertiesOf as all, resourcesOf, type Template, templatesOf } from './installation-template.ts';

const { data, api } = templatesOf('everyOption');
const { data: own } = templatesOf('ownBus');
const { data: plainData, api: plainApi } = templatesOf('dev');

const statementsOf = (type: string, template: Template) => all(type, template).flatMap(statementsIn);

describe('an own key', () => {
  it('encrypts table, queues, signing keys, bus, archive, logs and the variables of functions', () => {
    const keys = {
      table: all('AWS::DynamoDB::Table', data).map(({ SSESpecification }) => SSESpecification),
      queues: all('AWS::SQS::Queue', api).map(({ KmsMasterKeyId }) => KmsMasterKeyId),
      secrets: all('AWS::SecretsManager::Secret', data).map(({ KmsKeyId }) => KmsKeyId),
      buses: all('AWS::Events::EventBus', own).map(({ KmsKeyIdentifier }) => KmsKeyIdentifier),
      archives: all('AWS::Events::Archive', data, own).map(({ KmsKeyIdentifier }) => KmsKeyIdentifier),
      logs: all('AWS::Logs::LogGroup', api, own).map(({ KmsKeyId }) => KmsKeyId),
      functions: all('AWS::Lambda::Function', data, api).map(({ KmsKeyArn }) => KmsKeyArn),
    };
    expect(keys).toEqual({
      table: [{ SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: KEY }],
      queues: keys.queues.map(() => KEY),
      secrets: [KEY],
      buses: [KEY],
      archives: [KEY, KEY],
      logs: keys.logs.map(() => KEY),
      functions: INSTALLED_ENTRY_POINTS.map(() => KEY),
    });
    expect([keys.queues.length, keys.logs.length]).toEqual([6, INSTALLED_ENTRY_POINTS.length + 2]);
  });

  it('gives the bus a queue for what it cannot encrypt, which the same key does not encrypt, and an alarm', () => {
    const queues = resourcesOf(own, 'AWS::SQS::Queue');
    expect(queues.map(([, { Properties }]) => Properties)).toEqual([
      expect.objectContaining({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 }),
    ]);
    const arn = { 'Fn::GetAtt': [queues[0]?.[0], 'Arn'] };
    expect(all('AWS::Events::EventBus', own)).toEqual([expect.objectContaining({ DeadLetterConfig: { Arn: arn } })]);
    const sources = ['event-bus/acme-dev', 'rule/acme-dev/*'].map((name) => `arn:aws:events:eu-west-1:111111111111:${name}`);
    expect(statementsOf('AWS::SQS::QueuePolicy', own)).toContainEqual({
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: arn,
      Condition: { ArnLike: { 'aws:SourceArn': sources } },
    });
    const [alarm, ...others] = all('AWS::CloudWatch::Alarm', own);
    expect([alarm?.MetricName, others]).toEqual(['ApproximateNumberOfMessagesVisible', []]);
    expect(own.Outputs).toHaveProperty('BusDeadLetterQueueUrl');
    for (const without of [plainData, data]) expect(all('AWS::SQS::Queue', without)).toEqual([]);
  });

  it('is used by the roles of functions for reading and sending only, on it alone, and only by way of the service that encrypts', () => {
    const used = [data, api]
      .flatMap((template) => resourcesOf(template, 'AWS::IAM::Role'))
      // AWS Backup is told below.
      .flatMap(([id, { Properties }]) => (id.startsWith('Backups') ? [] : statementsIn(Properties)))
      .filter(({ Action }) => [Action].flat().some((action) => action.startsWith('kms:')));
    const kinds = new Set(used.map((statement) => JSON.stringify(statement)));
    const via = (service: string, ...actions: readonly string[]) => ({
      Action: actions.length > 1 ? actions : actions[0],
      Condition: { StringEquals: { 'kms:ViaService': `${service}.eu-west-1.amazonaws.com` } },
      Effect: 'Allow',
      Resource: KEY,
    });
    const expected = [
      via('dynamodb', 'kms:Decrypt'),
      via('secretsmanager', 'kms:Decrypt'),
      // The rotation of the signing key writes.
      via('secretsmanager', 'kms:Decrypt', 'kms:GenerateDataKey'),
      via('sqs', 'kms:Decrypt'),
      via('sqs', 'kms:Decrypt', 'kms:GenerateDataKey'),
    ];
    expect(kinds).toEqual(new Set(expected.map((statement) => JSON.stringify(statement))));
    const holders = all('AWS::IAM::Role', data, api)
      .map((role) => JSON.stringify(role))
      .filter((role) => role.includes('dynamodb:'));
    expect(holders.length).toBeGreaterThan(30);
    for (const role of holders) expect(role).toContain('dynamodb.eu-west-1.amazonaws.com');
  });

  it('is not spoken of without the option', () => {
    const texts = [plainData, plainApi].map((template) => JSON.stringify(template));
    expect(texts.map((text) => /:kms:|"kms:/.test(text))).toEqual([false, false]);
  });
});

describe('a permissions boundary', () => {
  it('bounds every role, and none without the option', () => {
    const roles = all('AWS::IAM::Role', data, api);
    expect(roles.length).toBeGreaterThan(INSTALLED_ENTRY_POINTS.length);
    expect(roles.filter(({ PermissionsBoundary }) => PermissionsBoundary !== BOUNDARY)).toEqual([]);
    expect(all('AWS::IAM::Role', plainApi).filter(({ PermissionsBoundary }) => PermissionsBoundary)).toEqual([]);
  });
});

describe('a network', () => {
  it('is where every function runs', () => {
    const networks = all('AWS::Lambda::Function', data, api).map(({ VpcConfig }) => VpcConfig);
    expect(networks).toEqual(
      INSTALLED_ENTRY_POINTS.map(() => ({ SubnetIds: ['subnet-0a1b2c3d', 'subnet-0a1b2c3e'], SecurityGroupIds: ['sg-0a1b2c3d'] })),
    );
    expect(all('AWS::Lambda::Function', plainApi).filter(({ VpcConfig }) => VpcConfig)).toEqual([]);
  });

  it('gives each role what Lambda needs to enter it, and denies the same to the code of the function', () => {
    const [first, ...others] = all('AWS::IAM::Role', data, api)
      .map(statementsIn)
      .map((statements) => statements.filter(({ Action }) => [Action].flat().some((action) => action.startsWith('ec2:'))))
      .filter((statements) => statements.length > 0);
    const arn = (resource: string): string => `arn:aws:ec2:eu-west-1:111111111111:${resource}`;
    const create = 'ec2:CreateNetworkInterface';
    const change = ['ec2:AssignPrivateIpAddresses', 'ec2:DeleteNetworkInterface', 'ec2:UnassignPrivateIpAddresses'];
    const look = ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'];
    // CDK joins statements on one resource.
    const traces = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];
    const within = ['network-interface/*', 'security-group/sg-0a1b2c3d', 'subnet/subnet-0a1b2c3d', 'subnet/subnet-0a1b2c3e'].map(arn);
    expect(first).toEqual([
      { Action: create, Effect: 'Allow', Resource: within },
      // Lambda checks the role when the function is made, and takes no narrower resource for these.
      { Action: change, Effect: 'Allow', Resource: arn('*/*') },
      { Action: [...look, ...traces], Effect: 'Allow', Resource: '*' },
      {
        Action: expect.arrayContaining([create, ...change, ...look]),
        Effect: 'Deny',
        Resource: '*',
        Condition: { Null: { 'lambda:SourceFunctionArn': 'false' } },
      },
    ]);
    expect(others).toHaveLength(INSTALLED_ENTRY_POINTS.length - 1);
    for (const statements of others) expect(statements).toEqual(first);
    expect(JSON.stringify([plainData, plainApi]).includes('ec2:')).toBe(false);
  });
});

describe('an existing bus', () => {
  it('is not made again, and its events are archived and routed where they are of this installation', () => {
    expect(all('AWS::Events::EventBus', data)).toEqual([]);
    expect(all('AWS::Events::Archive', data)[0]).toMatchObject({
      SourceArn: 'arn:aws:events:eu-west-1:111111111111:event-bus/company',
      EventPattern: { source: ['tenantry'], resources: ['acme-dev'] },
    });
    const rules = all('AWS::Events::Rule', api).filter(({ EventPattern }) => EventPattern);
    expect(rules).toHaveLength(8);
    for (const { EventBusName, EventPattern } of rules) {
      expect([EventBusName, EventPattern]).toEqual(['company', expect.objectContaining({ resources: ['acme-dev'] })]);
    }
    expect(rules.flatMap(({ Name }) => Name ?? [])).toEqual([
      'operator-billing.acme-dev',
      'operator-crm.acme-dev',
      'operator-erp.acme-dev',
    ]);
  });

  it('is what publisher and redelivery may put events on', () => {
    const puts = statementsOf('AWS::IAM::Role', api).filter(({ Action }) => Action === 'events:PutEvents');
    expect(puts.map(({ Resource: on }) => on)).toEqual(Array(2).fill(everyOption.eventBusArn));
  });

  it('asks patterns for nothing more where the bus is its own', () => {
    expect(JSON.stringify([...all('AWS::Events::Rule', plainApi), ...all('AWS::Events::Archive', own, plainData)])).not.toContain(
      '"resources"',
    );
  });
});
