import { type Statement, statementsIn } from '../../lib/checks/statements.ts';
import { readSettings } from '../../lib/configuration/configuration.ts';
import { KEY } from './every-option.ts';
import { propertiesOf as all, type Resource, resourcesOf, templatesOf } from './installation-template.ts';
import { stageConfiguration } from './stage-configuration.ts';

const { data, api } = templatesOf('everyOption');
const { data: plainData, api: plainApi } = templatesOf('dev');
const functions = resourcesOf(api, 'AWS::Lambda::Function');
const textOf = (value: unknown): string => JSON.stringify(value);

const only = (type: string, id: RegExp, template = api): Resource['Properties'] => {
  const found = resourcesOf(template, type).filter(([name]) => id.test(name));
  expect(found).toHaveLength(1);
  return found[0]?.[1].Properties ?? {};
};

const actionsOn = (statements: readonly Statement[], pattern: RegExp): readonly string[] =>
  statements
    .filter(({ Effect, Resource: resource }) => Effect === 'Allow' && pattern.test(textOf(resource)))
    .flatMap(({ Action }) => Action)
    .toSorted();

it('a default installation has none of it', () => {
  const texts = [plainData, plainApi].map(textOf).join();
  expect(texts).not.toMatch(/AWS::Backup|xray:|TracingConfig|ReservedConcurrentExecutions|SigningKeyRotation|UpdateSecretVersionStage/);
});

describe('reserved concurrency', () => {
  it('is kept for what must never be without, and limits the batches', () => {
    const reserved = functions.flatMap(
      ([
        id,
        {
          Properties: { ReservedConcurrentExecutions: count },
        },
      ]) => (count === undefined ? [] : [`${id.replace(/[0-9A-F]{8}$/, '')} ${count}`]),
    );
    const expected = ['OrganizationsBatch 100', 'PublisherPublish 20', 'WebhookReconcilerReconcile 10', 'WebhooksCollectorCollect 5'];
    expect(reserved.toSorted()).toEqual(expected);
  });

  it.each<[string, object, string | undefined]>([
    ['the quota is not given', { reserved: { publisher: 20 } }, 'concurrency.account: must be given with concurrency.reserved'],
    ['less than 100 would be left', { account: 130, reserved: { publisher: 20, batches: 11 } }, 'must be at most 30 in all'],
    ['a new account has ten', { account: 10, reserved: { collector: 5 } }, 'must be at most 0 in all'],
    ['exactly 100 are left', { account: 131, reserved: { publisher: 20, batches: 11 } }, undefined],
    ['nothing is reserved', { account: 10 }, undefined],
  ])('when %s, synth says so, and else it deploys', (_, concurrency, message) => {
    const read = () => readSettings({ concurrency }, { dev: stageConfiguration });
    if (message === undefined) expect(read).not.toThrow();
    else expect(read).toThrow(message);
  });
});

it('the share of each tenant, and the limits of the batch route, are there without any option', () => {
  const batch = only('AWS::Lambda::Function', /^OrganizationsBatch/, plainApi);
  expect(batch.Environment).toMatchObject({ Variables: { BATCHES_AT_ONCE: '4' } });
  const { configuration } = readSettings(
    { 'throttle.routes.createOrganization': { ratePerSecond: 1, burst: 1 } },
    { dev: stageConfiguration },
  );
  expect(configuration.throttle.routes).toHaveProperty('batchOrganizations');
});

it('every function is traced, and may send traces and nothing else of X-Ray', () => {
  const everyFunction = [...functions, ...resourcesOf(data, 'AWS::Lambda::Function')];
  expect(everyFunction.filter(([, { Properties }]) => textOf(Properties.TracingConfig) !== '{"Mode":"Active"}')).toEqual([]);
  const roles = [data, api].flatMap((template) => all('AWS::IAM::Role', template)).map(statementsIn);
  const traces = roles.map((statements) =>
    statements.flatMap(({ Action }) => [Action].flat().filter((action) => action.startsWith('xray:'))),
  );
  expect(new Set(traces.filter((actions) => actions.length > 0).map(textOf))).toEqual(
    new Set([textOf(['xray:PutTelemetryRecords', 'xray:PutTraceSegments'])]),
  );
});

describe('the rotation of the signing key', () => {
  it('runs by the hour, keeps keys as long as events, and is not repeated', () => {
    expect(only('AWS::Events::Rule', /^SigningKeyRotation/)).toMatchObject({
      ScheduleExpression: 'rate(1 hour)',
      Targets: [expect.objectContaining({ RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 3600 } })],
    });
    expect(only('AWS::Lambda::Function', /^SigningKeyRotation/).Environment).toMatchObject({
      Variables: { ROTATION_DAYS: '90', KEEP_DAYS: '400' },
    });
  });

  it('may change the versions of that secret and nothing else', () => {
    const statements = statementsIn(only('AWS::IAM::Role', /^SigningKeyRotation/).Policies);
    const secrets = ['GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage'].map((action) => `secretsmanager:${action}`);
    expect(actionsOn(statements, /ImportValue.*SigningSecret/)).toEqual(secrets);
    const services = new Set(statements.flatMap(({ Action }) => [Action].flat().map((action) => action.split(':')[0])));
    expect(services).toEqual(new Set(['ec2', 'kms', 'logs', 'secretsmanager', 'xray']));
  });
});

describe('the backups of the table', () => {
  const lifecycle = { DeleteAfterDays: 365, MoveToColdStorageAfterDays: 30 };

  it('are made daily, in a vault with the own key, moved to cold storage and copied', () => {
    expect(only('AWS::Backup::BackupVault', /./, data)).toMatchObject({ EncryptionKeyArn: KEY });
    const { BackupPlan: plan } = only('AWS::Backup::BackupPlan', /./, data) as { readonly BackupPlan: { readonly BackupPlanRule: object } };
    expect(plan.BackupPlanRule).toEqual([
      expect.objectContaining({
        ScheduleExpression: 'cron(0 3 * * ? *)',
        Lifecycle: lifecycle,
        CopyActions: [{ DestinationBackupVaultArn: 'arn:aws:backup:eu-central-1:222222222222:backup-vault:acme', Lifecycle: lifecycle }],
      }),
    ]);
    const { BackupSelection: selection } = only('AWS::Backup::BackupSelection', /./, data) as { readonly BackupSelection: object };
    expect(selection).toEqual(expect.objectContaining({ Resources: [{ 'Fn::GetAtt': [expect.stringMatching(/^Table/), 'Arn'] }] }));
  });

  it('are made by a role that may do so with this table, these vaults and this key', () => {
    const role = only('AWS::IAM::Role', /^Backups/, data);
    expect(role).not.toHaveProperty('ManagedPolicyArns');
    const statements = statementsIn(role.Policies);
    const dynamodb = ['CreateBackup', 'DeleteBackup', 'DescribeBackup', 'DescribeTable', 'ListTagsOfResource', 'StartAwsBackupJob'];
    expect(actionsOn(statements, /"Table/)).toEqual(dynamodb.map((action) => `dynamodb:${action}`));
    expect(actionsOn(statements, /BackupsVault/)).toEqual(['backup:CopyIntoBackupVault', 'backup:DescribeBackupVault']);
    expect(actionsOn(statements, /recovery-point:\*/)).toEqual(['backup:CopyFromBackupVault', 'backup:TagResource']);
    expect(actionsOn(statements, /:key\//)).toEqual(['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey']);
    expect(actionsOn(statements, /./)).toHaveLength(dynamodb.length + 8);
  });

  it.each<[object, string]>([
    [{ retentionDays: 119, coldStorageAfterDays: 30 }, 'backup.retentionDays = 119: must be at least 90 more'],
    [{ retentionDays: 30, schedule: 'daily' }, 'a cron expression of six fields'],
    [{ retentionDays: 30, copyToVaultArn: 'vault' }, 'the ARN of a backup vault'],
    [{ schedule: 'cron(0 3 * * ? *)' }, 'backup.retentionDays: is required'],
  ])('%j is refused at synth', (backup, message) => {
    expect(() => readSettings({ backup }, { dev: stageConfiguration })).toThrow(message);
  });
});
