import { type Access, openAccess } from '../src/iam/access.ts';
import type { Denial } from '../src/iam/decision.ts';
import { bridgeRights, lambdaRights } from '../src/iam/service-rights.ts';
import type { TemplateResource } from '../src/template/assembly.ts';
import { readModel } from '../src/template/model.ts';
import { allow, role } from './rights.ts';

const ROLE = 'arn:aws:iam::000000000000:role/S-Role';
const DESTINATION = 'arn:aws:events:us-east-1:000000000000:api-destination/a/1';
const caller = { roleArn: ROLE, sessionName: 'create' };
const put = { action: 'dynamodb:PutItem', resource: 'arn:aws:dynamodb:us-east-1:000000000000:table/Books' };
const document = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });

/**
 * The access that a template of these resources gives, and what was refused, denied and warned of.
 */
const read = (Resources: Readonly<Record<string, TemplateResource>>) => {
  const [refused, denials, warnings]: [string[], Denial[], string[]] = [[], [], []];
  const stack = { name: 'S', template: { Resources }, assets: new Map(), environment: 'aws://unknown-account/unknown-region' };
  const access = openAccess({ onDenied: (denial) => denials.push(denial), warn: (message) => warnings.push(message) });
  access.read(
    readModel([stack], () => undefined),
    ({ path }, error) => refused.push(`${path}: ${(error as Error).message}`),
  );
  return { access, refused, denials, warnings };
};
const may = (access: Access, ...requests: readonly (typeof put)[]) => access.permits(caller, ...requests);

describe('the policies of a role', () => {
  const attached = { Roles: [{ Ref: 'Role' }], PolicyDocument: document(allow('dynamodb:PutItem')) };

  test('are those in it and those attached to it, by name or by ARN', () => {
    expect(may(read({ Role: role('lambda', allow('dynamodb:PutItem')) }).access, put)).toBe(true);
    expect(may(read({ Role: role('lambda'), P: { Type: 'AWS::IAM::Policy', Properties: attached } }).access, put)).toBe(true);
    expect(may(read({ Role: role('lambda'), P: { Type: 'AWS::IAM::ManagedPolicy', Properties: attached } }).access, put)).toBe(true);
    const byName = { RoleName: { Ref: 'Role' }, PolicyDocument: attached.PolicyDocument };
    expect(may(read({ Role: role('lambda'), P: { Type: 'AWS::IAM::RolePolicy', Properties: byName } }).access, put)).toBe(true);
    expect(may(read({ Role: role('lambda') }).access, put)).toBe(false);
  });

  test('allow nothing beyond the boundary of the role', () => {
    const bounded = (...statements: readonly object[]) => {
      const { Type, Properties } = role('lambda', allow('dynamodb:*'));
      return read({
        Role: { Type, Properties: { ...Properties, PermissionsBoundary: { Ref: 'Boundary' } } },
        Boundary: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document(...statements) } },
      });
    };
    expect(may(bounded(allow('dynamodb:Put*')).access, put)).toBe(true);
    const { access, denials } = bounded(allow('dynamodb:Get*'));
    expect(may(access, put)).toBe(false);
    expect(denials[0]?.message).toContain('because no permissions boundary allows the dynamodb:PutItem action');
  });

  test.each([
    [
      'a policy of AWS',
      { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] },
      'AdministratorAccess is not in the template',
    ],
    ['a condition on the time', {}, 'condition key aws:CurrentTime'],
  ])('with %s are refused at the start, and the role may do nothing', (_, more, words) => {
    const until = { Condition: { DateLessThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' } } };
    const { Type, Properties } = role('lambda', allow('dynamodb:*'), ...(words.includes('Time') ? [allow('s3:*', '*', until)] : []));
    const { access, refused } = read({ Role: { Type, Properties: { ...Properties, ...more } } });
    expect(refused).toEqual([expect.stringContaining(words)]);
    expect(may(access, put)).toBe(false);
  });
});

describe('what is denied', () => {
  test('is told each time, and warned of once, with the partition by its kind', () => {
    const { access, denials, warnings } = read({ Role: role('lambda') });
    const inPartition = { ...put, context: { 'dynamodb:leadingkeys': ['AUTHOR#ada', 'AUTHOR#bob'] } };
    for (const _ of [1, 2, 3]) may(access, inPartition);
    expect(denials).toHaveLength(3);
    expect(denials[0]).toMatchObject({ action: put.action, resource: put.resource, partitions: ['AUTHOR#ada', 'AUTHOR#bob'] });
    expect(warnings).toEqual([
      `User: arn:aws:sts::000000000000:assumed-role/S-Role/create is not authorized to perform: dynamodb:PutItem on resource: ${put.resource} because no identity-based policy allows the dynamodb:PutItem action (partition AUTHOR#…)`,
    ]);
  });

  test('is what a withheld grant allowed, one partition of an action at a time, until it is given back', () => {
    const condition = { Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['AUTHOR#*', 'BOOK#*'] } } };
    const { access } = read({ Role: role('lambda', allow(['dynamodb:PutItem', 'dynamodb:GetItem'], put.resource, condition)) });
    const at = (...keys: readonly string[]) => ({ ...put, context: { 'dynamodb:leadingkeys': keys } });
    const grants = access.grants().filter(({ owner }) => owner === 'S-Role');
    expect(grants.map(({ action, partition }) => [action, partition])).toEqual([
      ['dynamodb:PutItem', 'AUTHOR#*'],
      ['dynamodb:PutItem', 'BOOK#*'],
      ['dynamodb:GetItem', 'AUTHOR#*'],
      ['dynamodb:GetItem', 'BOOK#*'],
    ]);
    const [author] = grants;
    if (!author) throw new Error('There is no grant');
    const stop = access.watch();
    expect([may(access, at('AUTHOR#1', 'BOOK#1')), may(access, at('SECRET#1')), stop().used(author)]).toEqual([true, false, true]);
    const giveBack = access.withhold(author);
    expect([may(access, at('AUTHOR#1', 'BOOK#1')), may(access, at('BOOK#1'))]).toEqual([false, true]);
    giveBack();
    expect(may(access, at('AUTHOR#1', 'BOOK#1'))).toBe(true);
  });
});

test('a grant is needed when nothing else allowed a request that it allowed', () => {
  const all = allow('dynamodb:*', put.resource);
  const { access } = read({ Role: role('lambda', allow(['dynamodb:PutItem', 'dynamodb:GetItem'], put.resource), all) });
  const stop = access.watch();
  expect([may(access, put), may(access, { ...put, action: 'dynamodb:Query' })]).toEqual([true, true]);
  const { used, needed } = stop();
  const grants = access.grants().filter(({ owner }) => owner === 'S-Role');
  expect(grants.map((grant) => [grant.action, used(grant), needed(grant)])).toEqual([
    ['dynamodb:PutItem', true, false],
    ['dynamodb:GetItem', false, false],
    ['dynamodb:*', true, true],
  ]);
});

describe('a session', () => {
  const signed = (key: string) =>
    `AWS4-HMAC-SHA256 Credential=${key}/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0`;

  test('is known by its access key; `local` and `test` are an administrator’s, and others are not known', () => {
    const { sessions } = read({}).access;
    const { AWS_ACCESS_KEY_ID: key } = sessions.credentialsOf(caller);
    expect(key).toMatch(/^ASIA[0-9A-F]{16}$/);
    expect(sessions.callerOf(signed(key))).toEqual(caller);
    expect([sessions.callerOf(signed('local')), sessions.callerOf(signed('test'))]).toEqual(['administrator', 'administrator']);
    expect(() => sessions.callerOf(signed('AKIAIOSFODNN7EXAMPLE'))).toThrow('The security token included in the request is invalid.');
    expect(() => sessions.callerOf(undefined)).toThrow('Request is missing Authentication Token');
  });
});

describe('what services do', () => {
  const arn = 'arn:aws:lambda:us-east-1:000000000000:function:S-Function';
  const rule = 'arn:aws:events:us-east-1:000000000000:rule/bus/rule';
  const permission = { Action: 'lambda:InvokeFunction', FunctionName: arn, Principal: 'events.amazonaws.com', SourceArn: rule };

  test('to a function is what its permissions say, by the source', () => {
    const rights = bridgeRights(read({ P: { Type: 'AWS::Lambda::Permission', Properties: permission } }).access);
    expect([rights.invokeFunction(rule, arn), rights.invokeFunction(`${rule}2`, arn), rights.invokeFunction(rule, `${arn}2`)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('with a permission that is not understood is nothing', () => {
    const { access, refused } = read({ P: { Type: 'AWS::Lambda::Permission', Properties: { ...permission, PrincipalOrgID: 'o-1' } } });
    expect(refused).toEqual([expect.stringContaining('the property PrincipalOrgID of a permission')]);
    expect(bridgeRights(access).invokeFunction(rule, arn)).toBe(false);
  });

  test('as a role takes that the role trusts them', () => {
    const { access } = read({ Role: role('events', allow('events:InvokeApiDestination'), allow('sqs:ReceiveMessage')) });
    expect(bridgeRights(access).invokeDestination(ROLE, DESTINATION, rule)).toBe(true);
    const lambda = lambdaRights(access, { name: 'f', roleArn: ROLE });
    expect([lambda.assumeRole(), lambda.receiveMessages('arn:aws:sqs:us-east-1:000000000000:q')]).toEqual([false, false]);
  });

  test('as a role takes that it acts for what the role trusts them for', () => {
    const { Type, Properties } = role('events', allow('events:InvokeApiDestination'));
    const trusted = (Condition: object) => {
      const AssumeRolePolicyDocument = document({
        ...{ Effect: 'Allow', Action: 'sts:AssumeRole' },
        ...{ Principal: { Service: 'events.amazonaws.com' }, Condition },
      });
      return bridgeRights(read({ Role: { Type, Properties: { ...Properties, AssumeRolePolicyDocument } } }).access);
    };
    const own = { StringEquals: { 'aws:SourceAccount': '000000000000' }, ArnLike: { 'aws:SourceArn': rule.replace(/[^/]*$/, '*') } };
    expect(trusted(own).invokeDestination(ROLE, DESTINATION, rule)).toBe(true);
    expect(trusted(own).invokeDestination(ROLE, DESTINATION, rule.replace(':rule/', ':rule/other/x-'))).toBe(false);
    expect(trusted({ StringEquals: { 'aws:SourceAccount': '111111111111' } }).invokeDestination(ROLE, DESTINATION, rule)).toBe(false);
  });
});
