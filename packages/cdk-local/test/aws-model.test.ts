import {
  CreateApiDestinationCommand,
  CreateConnectionCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  UpdateApiDestinationCommand,
  UpdateConnectionCommand,
} from '@aws-sdk/client-eventbridge';
import fc from 'fast-check';
import { modelViolations } from '../src/aws-model/check.ts';
import { CONSTRAINTS } from '../src/aws-model/model.ts';
import { satisfies } from '../src/aws-model/pattern.ts';
import { mailbox } from '../src/ses/mailbox.ts';
import { type BridgeScene, bridgeScene } from './bridge-scene.ts';
import { growth } from './growth.ts';

let scene: BridgeScene;

beforeAll(async () => {
  scene = await bridgeScene();
});
afterAll(() => scene.stop());

const apiKey = (ApiKeyValue: string, ApiKeyName = 'Webhook-Token') => ({ ApiKeyAuthParameters: { ApiKeyName, ApiKeyValue } });
const connection = (fields: object = {}) =>
  new CreateConnectionCommand({ Name: 'one', AuthorizationType: 'API_KEY', AuthParameters: apiKey('a-token-of-tests'), ...fields });
const connectionArn = 'arn:aws:events:eu-west-1:123456789012:connection/one/00000000-0000-4000-8000-000000000000';
const destination = (fields: object = {}) =>
  new CreateApiDestinationCommand({
    ...{ Name: 'one', ConnectionArn: connectionArn, HttpMethod: 'POST', InvocationEndpoint: 'https://hooks.example.com/', ...fields },
  });
const rule = (fields: object) => new PutRuleCommand({ Name: 'one', EventPattern: '{"source":["x"]}', ...fields });
const queue = 'arn:aws:sqs:eu-west-1:123456789012:queue';
const targets = (fields: object) => new PutTargetsCommand({ Rule: 'one', Targets: [{ Id: 'a', Arn: queue, ...fields }] });

const pattern = /Member must satisfy regular expression pattern: /;

test.each([
  ['a token with a colon', connection({ AuthParameters: apiKey('user:password1234') }), pattern],
  ['a token of 513 characters', connection({ AuthParameters: apiKey('x'.repeat(513)) }), /length less than or equal to 512/],
  ['the name of a header with a colon', connection({ AuthParameters: apiKey('a-token-of-tests', 'A:b') }), pattern],
  ['a new token with a colon', new UpdateConnectionCommand({ Name: 'one', AuthParameters: apiKey('user:password1234') }), pattern],
  ['another kind of sign-in', connection({ AuthorizationType: 'NONE' }), /'authorizationType' .* enum value set: \[BASIC, OAUTH_CLIENT/],
  ['a connection without a name', connection({ Name: undefined }), /Value null at 'name' failed to satisfy constraint: Member must not be/],
  ['a name of 65 characters', destination({ Name: 'x'.repeat(65) }), /Member must have length less than or equal to 64/],
  [
    'a name with a space',
    rule({ Name: 'a b' }),
    /Value 'a b' at 'name' failed to satisfy constraint: Member must satisfy regular expression/,
  ],
  ['a host beyond ASCII', destination({ InvocationEndpoint: 'https://bücher.example/hook' }), pattern],
  ['a path beyond ASCII', destination({ InvocationEndpoint: 'https://hooks.example.com/über' }), pattern],
  ['brackets', destination({ InvocationEndpoint: 'https://hooks.example.com/?filter[name]=1' }), pattern],
  ['braces and a bar', destination({ InvocationEndpoint: 'https://hooks.example.com/a{b}|c' }), pattern],
  ['a percent sign alone', destination({ InvocationEndpoint: 'https://hooks.example.com/%zz' }), pattern],
  ['a new URL', new UpdateApiDestinationCommand({ Name: 'one', InvocationEndpoint: 'https://hooks.example.com/[' }), pattern],
  ['an ARN of no connection', destination({ ConnectionArn: 'arn:aws:events:eu-west-1:123456789012:rule/one' }), pattern],
  ['a rate of 0', destination({ InvocationRateLimitPerSecond: 0 }), /Value '0' at 'invocationRateLimitPerSecond' .* equal to 1$/],
  ['a pattern of 4097 characters', rule({ EventPattern: `{"source":["${'x'.repeat(4097)}"]}` }), /length less than or equal to 4096/],
  ['a bus by a wrong name', rule({ EventBusName: 'a bus' }), pattern],
  ['an id with a space', targets({ Id: 'a b' }), /at 'targets.1.member.id'/],
  ['a JSON path of 257 characters', targets({ InputPath: `$.${'x'.repeat(255)}` }), /length less than or equal to 256/],
  ['a header beyond ASCII', targets({ HttpParameters: { HeaderParameters: { 'X-Name': 'ü' } } }), /headerParameters.X-Name.member/],
  ['no targets', new PutTargetsCommand({ Rule: 'one', Targets: [] }), /'targets' .* length greater than or equal to 1/],
  ['no events', new PutEventsCommand({ Entries: [] }), /'entries' .* length greater than or equal to 1/],
])('EventBridge refuses %s, in the words of AWS', async (_, command, message) => {
  const refusal = await scene.client.send(command as PutRuleCommand).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ name: 'ValidationException', message: expect.stringMatching(message) });
});

test('a refusal never quotes a secret, and lists everything', async () => {
  const refusal = await scene.client.send(connection({ Name: 'a b', AuthParameters: apiKey('user:password1234') })).catch(String);
  expect(refusal).toContain('2 validation errors detected: ');
  expect(refusal).toContain("Value at 'authParameters.apiKeyAuthParameters.apiKeyValue' failed");
  expect(refusal).not.toContain('password1234');
});

test('a value of another type is no input at all', () => {
  expect(() => modelViolations('events', 'PutRule', { Name: 5 })).toThrow(expect.objectContaining({ name: 'SerializationException' }));
});

test('lengths are counted in characters, and a secret may have 65,536', () => {
  const put = (SecretString: string) => modelViolations('secretsmanager', 'PutSecretValue', { SecretId: 'x', SecretString });
  expect([put('😀'.repeat(65_536)), put('😀'.repeat(65_537))]).toEqual([[], [expect.stringContaining('equal to 65536')]]);
});

test('SES refuses an e-mail without content', () => {
  const { sendEmail } = mailbox({ warn: () => undefined });
  expect(() => sendEmail({ FromEmailAddress: 'a@example.com' } as never)).toThrow("Value null at 'content'");
});

describe('the data', () => {
  test('know every operation that the embedded EventBridge serves', () => {
    const known = new Set(Object.values(CONSTRAINTS.services).flatMap(({ operations }) => Object.keys(operations)));
    const served = Object.keys(scene.bridge).filter((name) =>
      /^(?:create|update|put|describe|list|delete|remove|enable|disable)[A-Z]/.test(name),
    );
    expect(served.length).toBeGreaterThan(25);
    const absent = served.map((name) => name.charAt(0).toUpperCase() + name.slice(1)).filter((name) => !known.has(name));
    // Not an operation of AWS.
    expect(absent).toEqual(['DeleteConnectionRole']);
  });

  test('hold only patterns that this runtime understands as AWS does', () => {
    const patterns = Object.values(CONSTRAINTS.services).flatMap(({ shapes }) =>
      Object.values(shapes).flatMap(({ pattern }) => pattern ?? []),
    );
    expect(patterns.length).toBeGreaterThan(10);
    // Classes of Unicode mean something else without the flag `u`.
    expect(patterns.filter((text) => text.includes('\\p{'))).toEqual([]);
    for (const text of patterns) expect(satisfies(text, '')).toBe(new RegExp(`^(?:${text})$`).test(''));
  });
});

test('the patterns that would backtrack are replaced by equal ones that do not', () => {
  const { shapes } = CONSTRAINTS.services.events;
  const characters = fc.array(fc.constantFrom(' ', '\t', 'a', ':', '~', '\x00', '\x7F', 'ü', '\n'), { maxLength: 12 });
  const same = (name: string) =>
    fc.assert(
      fc.property(characters, (parts) => {
        const original = shapes[name]?.pattern ?? '';
        expect([parts, satisfies(original, parts.join(''))]).toEqual([parts, new RegExp(`^(?:${original})$`).test(parts.join(''))]);
      }),
      { numRuns: 500 },
    );
  for (const name of ['AuthHeaderParametersSensitive', 'HeaderValue']) same(name);
  const judge = (size: number) => satisfies(shapes.AuthHeaderParametersSensitive?.pattern ?? '', `${'a '.repeat(size)}:`);
  expect(judge(255)).toBe(false);
  // Eight times as long in one pass, 64 times and more with backtracking.
  expect(growth(4096, 8, judge)).toBeLessThan(32);
});
