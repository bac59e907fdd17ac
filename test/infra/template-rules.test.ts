import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Resources } from '../../lib/checks/template.ts';
import { TemplateRules } from '../../lib/checks/template-rules.ts';

const folder = mkdtempSync(join(tmpdir(), 'rules-'));
afterAll(() => rmSync(folder, { recursive: true }));

const reportOn = (resources: Resources) => {
  const templatePath = join(folder, 'template.json');
  writeFileSync(templatePath, JSON.stringify({ Resources: resources }));
  return new TemplateRules().validate({ templatePaths: [templatePath] });
};
const breaches = (resources: Resources): readonly string[] =>
  reportOn(resources).violations.map(({ ruleName, severity }) => `${severity} ${ruleName}`);

const policy = (statement: object, Type = 'AWS::SQS::QueuePolicy'): Resources => ({
  It: {
    Type,
    Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: 'arn', ...statement }] } },
  },
});
const lambda = (properties: object): Resources => ({
  It: { Type: 'AWS::Lambda::Function', Properties: { LoggingConfig: { LogGroup: { Ref: 'Log' } }, ...properties } },
});
const eventRule = (EventPattern: object, Type = 'AWS::Events::Rule'): Resources => ({ It: { Type, Properties: { EventPattern } } });
const filter = (Pattern: string): Resources => ({
  It: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FilterCriteria: { Filters: [{ Pattern }] } } },
});
const events = { Service: 'events.amazonaws.com' };
const many = (count: number): Resources =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`Queue${index}`, { Type: 'AWS::SQS::Queue' }]));
const destinations = (count: number): readonly object[] =>
  Array.from({ length: count }, (_, index) => ({ 'Fn::GetAtt': [`Destination${index}`, 'Arn'] }));
const queuePolicy = (statements: number, resources = 1): Resources => ({
  It: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      PolicyDocument: {
        Statement: Array.from({ length: statements }, () => ({
          ...{ Effect: 'Deny', Action: 'sqs:SendMessage', Principal: '*', Resource: destinations(resources) },
        })),
      },
    },
  },
});
const roleFor = (count: number): Resources => ({
  It: {
    Type: 'AWS::IAM::Role',
    Properties: {
      Policies: [
        { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'events:InvokeApiDestination', Resource: destinations(count) }] } },
      ],
    },
  },
});
const account = { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':root']] } };

it.each<[string, Resources, readonly string[]]>([
  ['everybody is allowed', policy({ Principal: '*' }), ['error open-principal']],
  ['every AWS account is allowed', policy({ Principal: { AWS: '*' } }), ['error open-principal']],
  ['everybody is denied', policy({ Principal: '*', Effect: 'Deny' }), []],
  ['everybody from one account is allowed', policy({ Principal: '*', Condition: { StringEquals: { 'aws:SourceAccount': '1' } } }), []],
  ['every action is allowed', policy({ Action: ['sqs:*'], Principal: { AWS: 'arn:aws:iam::1:role/x' } }), ['error wildcard-action']],
  ['every action is left to the IAM of the account', policy({ Action: 'kms:*', Principal: account }, 'AWS::KMS::Key'), []],
  ['a service is allowed on behalf of anybody', policy({ Principal: events }), ['error unbound-service']],
  ['a service is allowed on behalf of one rule', policy({ Principal: events, Condition: { ArnEquals: { 'aws:SourceArn': 'arn' } } }), []],
  ['a service assumes a role', policy({ Principal: events, Action: 'sts:AssumeRole' }, 'AWS::IAM::Role'), []],
  [
    'a service invokes a function on behalf of anybody',
    { It: { Type: 'AWS::Lambda::Permission', Properties: { Principal: 'events.amazonaws.com' } } },
    ['error unbound-service'],
  ],
  [
    'a service invokes a function on behalf of one rule',
    { It: { Type: 'AWS::Lambda::Permission', Properties: { Principal: 'events.amazonaws.com', SourceArn: 'arn' } } },
    [],
  ],
  ['a function logs where Lambda puts it', lambda({ LoggingConfig: { LogFormat: 'JSON' } }), ['error own-log']],
  ['a function has a small environment', lambda({ Environment: { Variables: { A: 'b' } } }), []],
  ['a function has a large environment', lambda({ Environment: { Variables: { A: 'b'.repeat(4096) } } }), ['error environment-size']],
  ['a log is kept for ever', { It: { Type: 'AWS::Logs::LogGroup', Properties: {} } }, ['error log-retention']],
  ['there are few resources', many(449), []],
  ['there are nearly too many resources', many(450), ['warning many-resources']],
  ['there are as many resources as CloudFormation takes', many(500), ['warning many-resources']],
  ['there are too many resources', many(501), ['error too-many-resources']],
  ['the policy of a queue has as many statements as SQS takes', queuePolicy(20), []],
  ['the policy of a queue has one statement more', queuePolicy(21), ['error queue-policy-statements']],
  ['the policy of a queue is too long once its references are filled in', queuePolicy(1, 60), ['error queue-policy-size']],
  ['the template is too large', { It: { Type: 'AWS::SQS::Queue', Properties: { a: 'b'.repeat(1_000_000) } } }, ['error template-size']],
  [
    'a role has too much inline policy',
    {
      One: { Type: 'AWS::IAM::Policy', Properties: { Roles: [{ Ref: 'R' }], PolicyDocument: { a: 'b'.repeat(6000) } } },
      Other: { Type: 'AWS::IAM::Policy', Properties: { Roles: [{ Ref: 'R' }], PolicyDocument: { a: 'b'.repeat(6000) } } },
    },
    ['error role-policy-size'],
  ],
  ['a rule has a pattern', eventRule({ source: ['x'], detail: { a: [{ prefix: 'b' }] } }), []],
  ['a rule has a list as a value', eventRule({ source: [['x']] }), ['error event-pattern']],
  ['an alternative of a rule is no object', eventRule({ $or: [{ a: ['x'] }, { b: 'y' }] }), ['error event-pattern']],
  [
    'values of a pattern are not known yet',
    eventRule({
      account: [{ Ref: 'AWS::AccountId' }],
      $or: [{ a: [{ cidr: { 'Fn::GetAtt': ['Net', 'Block'] } }] }, { b: { Ref: 'Names' } }],
    }),
    [],
  ],
  ['a field has the name of a reference', eventRule({ detail: { Ref: [['x']] } }), ['error event-pattern']],
  ['an archive has a block of one address', eventRule({ a: [{ cidr: '10.0.0.1/32' }] }, 'AWS::Events::Archive'), ['error event-pattern']],
  ['a filter of a stream is empty', filter('{}'), []],
  ['a filter of a stream is malformed', filter('{"a":[{"exists":"yes"}]}'), ['error event-pattern']],
  ['a role has too much in itself, once its references are filled in', roleFor(70), ['error role-policy-size']],
  ['a role names a few resources', roleFor(50), []],
])('when %s', (_, resources, expected) => {
  expect(breaches(resources)).toEqual(expected);
});

it('an error fails the synthesis, a warning does not', () => {
  expect(reportOn(many(450)).success).toBe(true);
  expect(reportOn(policy({ Principal: '*' })).success).toBe(false);
});

it('a pattern that EventBridge would refuse is told with the field and the reason', () => {
  expect(reportOn(eventRule({ source: [['x']] })).violations).toMatchObject([
    {
      description: 'Event pattern is not valid. Reason: Match value must be String, number, true, false, or null at source',
      violatingResources: [{ resourceLogicalId: 'It' }],
    },
  ]);
});
