import { MINISTACK } from '../../emulator/adaptations.ts';
import { planFor } from '../../emulator/environment.ts';
import { WITHOUT_GRANT } from '../../emulator/grants.ts';
import { without } from '../../emulator/omissions.ts';
import { openReport } from '../../emulator/report.ts';
import { variablesFor } from '../../emulator/target.ts';
import type { Template } from '../../emulator/templates.ts';

test.each(['https://dynamodb.eu-west-1.amazonaws.com', 'http://10.0.0.1:4566', 'http://localhost.example.com:4566', 'ftp://127.0.0.1'])(
  'nothing is deployed to %s',
  (address) => {
    expect(() => planFor(address)).toThrow(`AWS_ENDPOINT_URL = ${address}: must be`);
  },
);

test('nothing of the operator’s own credentials reaches a command', () => {
  process.env.AWS_PROFILE = 'production';
  const environment = variablesFor({ endpoint: 'http://127.0.0.1:4566', region: 'eu-west-1' }, '/nowhere');
  delete process.env.AWS_PROFILE;
  expect(environment).toMatchObject({ AWS_ACCESS_KEY_ID: 'test', AWS_SHARED_CREDENTIALS_FILE: '/nowhere/no-credentials' });
  expect(environment).not.toHaveProperty('AWS_PROFILE');
});

test('what refers to a resource that is left out says its logical id, and outputs that tell of it go', () => {
  const template = {
    Resources: {
      Gone: { Type: 'AWS::Events::Archive' },
      Kept: {
        Type: 'AWS::SQS::Queue',
        DependsOn: ['Gone', 'Other'],
        Properties: { A: { Ref: 'Gone' }, B: { 'Fn::GetAtt': ['Gone', 'Arn'] } },
      },
      Other: { Type: 'AWS::SQS::Queue', Properties: { A: { Ref: 'Kept' } } },
    },
    Outputs: { OfGone: { Value: { Ref: 'Gone' } }, OfKept: { Value: { Ref: 'Kept' } } },
  };
  expect(without(template, new Set(['Gone']))).toEqual({
    Resources: {
      Kept: { Type: 'AWS::SQS::Queue', DependsOn: ['Other'], Properties: { A: 'Gone', B: 'Gone' } },
      Other: template.Resources.Other,
    },
    Outputs: { OfKept: template.Outputs.OfKept },
  });
});

test('an adaptation changes what it is for, and nothing else', () => {
  const allow = (Action: string, Resource: unknown) => ({ Effect: 'Allow', Action, Resource });
  const statements = [allow('events:CreateConnection', ':connection/a-*'), allow('events:PutEvents', ':event-bus/a')];
  const template: Template = {
    Resources: {
      Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { KmsKeyId: { Ref: 'Key' } } },
      Reader: { Type: 'AWS::IAM::Policy', Properties: { secret: { Ref: 'Secret' }, statements } },
      Key: { Type: 'AWS::KMS::Key' },
    },
  };
  const adapted = MINISTACK.reduce((before, { apply }) => apply(before), template);
  expect(adapted).toEqual({
    Resources: {
      ...template.Resources,
      Reader: {
        Type: 'AWS::IAM::Policy',
        Properties: {
          secret: { 'Fn::GetAtt': ['Secret', 'Id'] },
          statements: [allow('events:CreateConnection', [':connection/a-*', ':rule/default/a-*']), statements[1]],
        },
      },
    },
  });
});

test('the grant that is taken away are the rights of the function that reads a reseller', () => {
  const role = { Type: 'AWS::IAM::Role', Properties: { Path: '/', Policies: [{}] } };
  const template = { Resources: { ResellersGetRoleAB12: role, ResellersCreateRoleAB12: role } };
  expect(WITHOUT_GRANT.apply(template).Resources).toEqual({
    ResellersGetRoleAB12: { Type: 'AWS::IAM::Role', Properties: { Path: '/' } },
    ResellersCreateRoleAB12: role,
  });
});

test('a failure is counted and told, and passed on; what is skipped is grouped by its reason', async () => {
  const lines: string[] = [];
  const report = openReport((line) => lines.push(line));
  await report.step('first', async () => 1);
  await expect(report.step('second', () => Promise.reject(new Error('too bad')))).rejects.toThrow('too bad');
  report.skip('third', 'no such thing');
  report.skip('fourth', 'no such thing');
  expect(report.counts()).toEqual({ passed: 1, failed: 1, skipped: 2 });
  expect(report.summary()).toMatch(
    /skipped: no such thing\n {2}- third\n {2}- fourth\n(.|\n)*second(.|\n)*too bad\n\n1 passed, 1 failed, 2 skipped$/,
  );
  expect(lines).toHaveLength(2);
});
