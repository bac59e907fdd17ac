import { decide } from '../src/iam/decision.ts';
import type { Principal } from '../src/iam/principal.ts';
import type { Context } from '../src/iam/request.ts';
import { compilePolicy, compileStatement, type StatementElement } from '../src/iam/statement.ts';

const TABLE = 'arn:aws:dynamodb:us-east-1:123456789012:table/Books';
const FUNCTION: Principal = { roleArn: 'arn:aws:iam::123456789012:role/path/writer', sessionName: 'create' };
const NONE = new Set<never>();

const matches = (element: Omit<StatementElement, 'Effect'>, action: string, resource: string, context: Context = {}): boolean =>
  compileStatement({ Effect: 'Allow', ...element }).matchingEntries({ action, resource, context }, NONE) !== undefined;

/** Whether a condition of one operator and one key holds. */
const holds = (operator: string, values: unknown, given: string | readonly string[] | undefined, key = 'aws:SourceArn'): boolean =>
  matches({ Action: '*', Resource: '*', Condition: { [operator]: { [key]: values } } }, 'a:B', TABLE, { [key.toLowerCase()]: given });

describe('actions and resources', () => {
  test('an action matches without regard to case, and wildcards match any characters or one', () => {
    const on = { Resource: '*' };
    expect(matches({ ...on, Action: 'DynamoDB:getitem' }, 'dynamodb:GetItem', TABLE)).toBe(true);
    expect(matches({ ...on, Action: ['s3:*', 'dynamodb:*Item'] }, 'dynamodb:BatchGetItem', TABLE)).toBe(true);
    expect(matches({ ...on, Action: 'dynamodb:?etItem' }, 'dynamodb:GetItem', TABLE)).toBe(true);
    expect(matches({ ...on, Action: 'dynamodb:?etItem' }, 'dynamodb:BatchGetItem', TABLE)).toBe(false);
    expect(matches({ ...on, Action: 'dynamodb:GetItem' }, 'dynamodb:GetItems', TABLE)).toBe(false);
  });

  test('NotAction and NotResource match what none of them names', () => {
    const reads = { NotAction: ['dynamodb:Put*', 'dynamodb:Delete*'], NotResource: `${TABLE}/index/*` };
    expect(matches(reads, 'dynamodb:GetItem', TABLE)).toBe(true);
    expect(matches(reads, 'dynamodb:PutItem', TABLE)).toBe(false);
    expect(matches(reads, 'dynamodb:GetItem', `${TABLE}/index/gsi1`)).toBe(false);
  });

  test.each([
    [TABLE, TABLE, true],
    [TABLE, TABLE.toLowerCase(), false],
    [TABLE, `${TABLE}/index/gsi1`, false],
    [`${TABLE}/index/*`, `${TABLE}/index/gsi1`, true],
    ['arn:aws:dynamodb:*:*:table/Books', TABLE, true],
    ['arn:aws:dynamodb:*:table/Books', TABLE, false],
    ['arn:aws:dynamodb:us-east-?:123456789012:table/B*s', TABLE, true],
    // A wildcard stays within its part between the colons, except for the last part, which may hold
    // colons.
    ['arn:aws:*:table/Books', TABLE, false],
    ['arn:aws:logs:us-east-1:123456789012:log-group:own:*', 'arn:aws:logs:us-east-1:123456789012:log-group:own:log-stream:a', true],
    ['arn:aws:logs:us-east-1:123456789012:log-group:own:*', 'arn:aws:logs:us-east-1:123456789012:log-group:other:log-stream:a', false],
    ['*', TABLE, true],
  ])('%s with %s: %s', (pattern, resource, expected) => {
    if (pattern.split(':').length < 6 && pattern !== '*')
      expect(() => matches({ Action: '*', Resource: pattern }, 'a:B', resource)).toThrow('is no ARN');
    else expect(matches({ Action: '*', Resource: pattern }, 'a:B', resource)).toBe(expected);
  });
});

// Cases of "IAM JSON policy elements: Condition operators" and "Set operators for multivalued
// context keys" (IAM user guide).
describe('conditions', () => {
  const ARN = 'arn:aws:events:us-east-1:123456789012:rule/bus/name';

  test.each([
    ['StringEquals', ARN, ARN, true],
    ['StringEquals', ARN.toUpperCase(), ARN, false],
    ['StringEquals', ['other', ARN], ARN, true],
    ['StringEqualsIgnoreCase', ARN.toUpperCase(), ARN, true],
    ['StringNotEquals', ['other', ARN], ARN, false],
    ['StringNotEquals', 'other', ARN, true],
    ['StringLike', '*rule/b?s/*', ARN, true],
    ['StringLike', 'rule', ARN, false],
    ['StringNotLike', '*rule/b?s/*', ARN, false],
    ['ArnLike', 'arn:aws:events:us-east-1:123456789012:rule/bus/*', ARN, true],
    ['ArnEquals', 'arn:aws:events:*:123456789012:rule/*', ARN, true],
    ['ArnLike', 'arn:aws:events:*:rule/bus/*:*:*', ARN, false],
    ['ArnNotLike', 'arn:aws:events:us-east-1:123456789012:rule/*', ARN, false],
    ['NumericLessThanEquals', '10', '10', true],
    ['NumericLessThan', 10, '10', false],
    ['NumericNotEquals', '10', '11', true],
    ['NumericGreaterThan', '9', 'ten', false],
    ['Bool', 'true', 'true', true],
    ['Bool', false, 'true', false],
    ['Null', 'true', ARN, false],
    ['Null', 'false', ARN, true],
  ])('%s %j holds for %s: %s', (operator, values, given, expected) => {
    expect(holds(operator, values, given)).toBe(expected);
  });

  test.each([
    // Without the key a comparison fails, a negated one holds, and IfExists always holds.
    ['StringEquals', 'a', false],
    ['StringNotEquals', 'a', true],
    ['ArnNotLike', 'arn:aws:a:b:c:d', true],
    ['StringLikeIfExists', 'a', true],
    ['BoolIfExists', 'true', true],
    ['Bool', 'false', false],
    ['Null', 'true', true],
    ['Null', 'false', false],
    ['ForAllValues:StringLike', 'a', true],
    ['ForAnyValue:StringLike', 'a', false],
  ])('%s %s without the key: %s', (operator, values, expected) => {
    expect(holds(operator, values, undefined)).toBe(expected);
    expect(holds(operator, values, [])).toBe(expected);
  });

  test.each([
    ['ForAllValues:StringLike', ['BOOK#*', 'AUTHOR#1'], ['BOOK#1', 'BOOK#2', 'AUTHOR#1'], true],
    ['ForAllValues:StringLike', ['BOOK#*'], ['BOOK#1', 'SECRET#1'], false],
    ['ForAnyValue:StringLike', ['BOOK#*'], ['BOOK#1', 'SECRET#1'], true],
    ['ForAnyValue:StringEquals', ['BOOK'], ['BOOK#1'], false],
    ['ForAllValues:StringNotEquals', ['SECRET'], ['BOOK', 'SECRET'], false],
    ['ForAnyValue:StringNotEquals', ['SECRET'], ['BOOK', 'SECRET'], true],
  ])('%s %j of %j: %s', (operator, values, given, expected) => {
    expect(holds(operator, values, given, 'dynamodb:LeadingKeys')).toBe(expected);
  });

  test('all keys of all operators must hold, and names of keys have no case', () => {
    const Condition = { StringEquals: { 'AWS:sourceaccount': '1' }, ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:1:rule/*' } };
    const context = (account: string, rule: string) => ({ 'aws:sourceaccount': account, 'aws:sourcearn': `arn:aws:events:x:${rule}` });
    const allowed = (given: Context) => matches({ Action: '*', Resource: '*', Condition }, 'a:B', TABLE, given);
    expect(allowed(context('1', '1:rule/a'))).toBe(true);
    expect(allowed(context('2', '1:rule/a'))).toBe(false);
    expect(allowed(context('1', '2:rule/a'))).toBe(false);
  });
});

describe('what is not evaluated is refused when the policy is read', () => {
  const variable = (name: string) => `$\{${name}}`;
  const plain = { Effect: 'Allow', Action: 'a:B', Resource: '*' };

  test.each([
    ['an operator', { ...plain, Condition: { IpAddress: { 'aws:SourceArn': '10.0.0.0/8' } } }, 'operator IpAddress'],
    ['a key', { ...plain, Condition: { StringEqualsIfExists: { 'aws:PrincipalTag/team': 'a' } } }, 'key aws:PrincipalTag/team'],
    ['a variable', { ...plain, Condition: { StringLike: { 'aws:SourceArn': variable('aws:username') } } }, 'policy variable'],
    ['a variable of a resource', { ...plain, Resource: `arn:aws:s3:::bucket/${variable('aws:userid')}` }, 'policy variable'],
    ['an element', { ...plain, NotPrincipal: '*' }, 'element NotPrincipal'],
    ['a principal', { ...plain, Principal: { Federated: 'x' } }, 'kind Federated'],
    ['an account', { ...plain, Principal: { AWS: '123456789012' } }, 'principal 123456789012'],
    ['an effect', { ...plain, Effect: 'allow' }, 'no effect'],
    ['no action', { Effect: 'Allow', Resource: '*' }, 'one of Action and NotAction'],
    ['two kinds of resources', { ...plain, NotResource: '*' }, 'one of Resource and NotResource'],
    ['a number', { ...plain, Condition: { NumericEquals: { 'aws:SourceArn': 'ten' } } }, 'ten is no number'],
    ['a truth', { ...plain, Condition: { Bool: { 'aws:SecureTransport': 'maybe' } } }, 'neither true nor false'],
  ])('%s', (_, element, words) => {
    expect(() => compilePolicy({ Version: '2012-10-17', Statement: element })).toThrow(words);
  });

  test('a version of the policy language that has no variables', () => {
    expect(() => compilePolicy({ Statement: [plain] })).toThrow('version 2008-10-17');
  });
});

// "Policy evaluation logic" of the IAM user guide, within one account.
describe('the decision', () => {
  const policy = (...statements: readonly object[]) => compilePolicy({ Version: '2012-10-17', Statement: statements });
  const put = { Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: TABLE };
  const deny = { Effect: 'Deny', Action: 'dynamodb:*', Resource: '*' };
  const request = { action: 'dynamodb:PutItem', resource: TABLE };
  const decision = (policies: Partial<Parameters<typeof decide>[2]>, who: Principal = FUNCTION) =>
    decide(who, request, { identity: [], resource: [], ...policies })?.message;
  const user = 'User: arn:aws:sts::123456789012:assumed-role/writer/create is not authorized to perform: dynamodb:PutItem';

  test('what nothing allows is refused in the words of AWS', () => {
    expect(decision({})).toBe(`${user} on resource: ${TABLE} because no identity-based policy allows the dynamodb:PutItem action`);
    expect(decision({ identity: policy(put) })).toBeUndefined();
  });

  test('a denial anywhere is stronger than every permission', () => {
    expect(decision({ identity: policy(put, deny) })).toBe(
      `${user} on resource: ${TABLE} with an explicit deny in an identity-based policy`,
    );
    expect(decision({ identity: policy(put), resource: policy({ ...deny, Principal: '*' }) })).toContain('in a resource-based policy');
    expect(decision({ identity: policy(put), boundary: policy(put, deny) })).toContain('in a permissions boundary');
  });

  test('a boundary allows nothing by itself, and nothing is allowed beyond it', () => {
    expect(decision({ boundary: policy(put) })).toContain('because no identity-based policy allows');
    expect(decision({ identity: policy(put), boundary: policy(put) })).toBeUndefined();
    expect(decision({ identity: policy(put), boundary: policy({ ...put, Action: 's3:*' }) })).toContain(
      'because no permissions boundary allows',
    );
  });

  test("a resource's own policy allows whom it names, and a service needs one", () => {
    const service = { service: 'events.amazonaws.com' };
    const forService = policy({ ...put, Principal: { Service: 'events.amazonaws.com' } });
    const forRole = policy({ ...put, Principal: { AWS: 'arn:aws:iam::123456789012:role/path/writer' } });
    expect(decision({ resource: forService }, service)).toBeUndefined();
    expect(decision({ resource: forService }, { service: 's3.amazonaws.com' })).toBe(
      `s3.amazonaws.com is not authorized to perform: dynamodb:PutItem on resource: ${TABLE} because no resource-based policy allows the dynamodb:PutItem action`,
    );
    expect(decision({ resource: forService })).toContain('no identity-based policy');
    expect(decision({ resource: forRole })).toBeUndefined();
  });
});
