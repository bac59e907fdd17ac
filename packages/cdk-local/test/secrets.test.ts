import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type AwsEndpoint, awsEndpoint } from '../src/base/aws-endpoint.ts';
import { deploySecrets } from '../src/deploy/secrets.ts';
import { secretsManager } from '../src/secrets-manager/actions.ts';
import { randomPassword } from '../src/secrets-manager/random-password.ts';
import { openSecrets, type Secrets } from '../src/secrets-manager/secrets.ts';
import { readAssembly, type Template } from '../src/template/assembly.ts';
import { type Model, readModel } from '../src/template/model.ts';
import { type Fixture, temporaryDirectory, writeAssembly } from './assembly-fixture.ts';

const ARN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:signing/key-AbCdEf';

describe('a generated secret', () => {
  test('has 32 characters of every kind unless told otherwise', () => {
    const password = randomPassword({});
    expect(password).toHaveLength(32);
    for (const kind of [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9 ]/]) expect(password).toMatch(kind);
    expect(randomPassword({})).not.toBe(password);
  });

  test('can be 64 hexadecimal digits, as a key wants them', () => {
    const request = { PasswordLength: 64, ExcludeUppercase: true, ExcludePunctuation: true, ExcludeCharacters: 'ghijklmnopqrstuvwxyz' };
    for (let round = 0; round < 20; round += 1) expect(randomPassword(request)).toMatch(/^[0-9a-f]{64}$/);
  });

  test('holds a character of each kind even when it is as short as that', () => {
    for (let round = 0; round < 50; round += 1) {
      const password = randomPassword({ PasswordLength: 3, ExcludePunctuation: true });
      for (const kind of [/[a-z]/, /[A-Z]/, /[0-9]/]) expect(password).toMatch(kind);
    }
  });

  test('is refused when nothing is left to make it of, or it would be too short', () => {
    const digits = { ExcludeLowercase: true, ExcludeUppercase: true, ExcludePunctuation: true };
    expect(() => randomPassword({ ...digits, ExcludeNumbers: true })).toThrow('no character');
    expect(() => randomPassword({ PasswordLength: 2 })).toThrow('cannot be met');
    expect(randomPassword({ ...digits, PasswordLength: 2, RequireEachIncludedType: false })).toMatch(/^\d\d$/);
  });
});

describe('the Secrets Manager API', () => {
  let endpoint: AwsEndpoint;
  let secrets: Secrets;

  beforeEach(async () => {
    secrets = openSecrets();
    secrets.create(ARN, 'signing/key', () => 'first');
    endpoint = await awsEndpoint({ handlers: { secretsmanager: secretsManager(secrets) } });
  });
  afterEach(() => endpoint.stop());

  const call = async (action: string, input: object): Promise<Record<string, unknown>> => {
    const response = await fetch(endpoint.url, {
      method: 'POST',
      headers: { 'x-amz-target': `secretsmanager.${action}`, 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify(input),
    });
    return { status: response.status, ...((await response.json()) as object) };
  };
  const value = async (input: object) => (await call('GetSecretValue', { SecretId: ARN, ...input })).SecretString;

  test.each([ARN, 'signing/key', ARN.slice(0, -7)])('finds a secret by %s', async (SecretId) => {
    expect(await call('GetSecretValue', { SecretId })).toEqual({
      status: 200,
      ARN,
      Name: 'signing/key',
      SecretString: 'first',
      VersionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      VersionStages: ['AWSCURRENT'],
      CreatedDate: expect.any(Number),
    });
  });

  test('a label is moved only from the version that has it, and the one that was current becomes the previous one', async () => {
    const { VersionId: first } = await call('GetSecretValue', { SecretId: ARN });
    const pending = { SecretId: ARN, SecretString: 'second', VersionStages: ['PENDING'] };
    const { VersionId: second } = await call('PutSecretValue', pending);
    const { VersionId: third } = await call('PutSecretValue', { ...pending, SecretString: 'third', VersionStages: ['OTHER'] });
    const move = (from: unknown, to: unknown) =>
      call('UpdateSecretVersionStage', { SecretId: ARN, VersionStage: 'AWSCURRENT', RemoveFromVersionId: from, MoveToVersionId: to });
    expect(await move(third, second)).toMatchObject({ status: 400, __type: expect.stringContaining('InvalidParameterException') });
    expect(await move(undefined, second)).toMatchObject({ status: 400 });
    expect(await value({})).toBe('first');
    expect(await move(first, second)).toMatchObject({ status: 200, ARN });
    expect([await value({}), await value({ VersionStage: 'AWSPREVIOUS' }), await value({ VersionStage: 'PENDING' })]).toEqual([
      ...['second', 'first', 'second'],
    ]);
    expect(await move(first, third)).toMatchObject({ status: 400 });
    expect(await move(second, '0'.repeat(36))).toMatchObject({ status: 400, __type: expect.stringContaining('ResourceNotFound') });
    expect(await value({})).toBe('second');
  });

  test('a new value is current, the one before it previous, and older ones are gone', async () => {
    const first = await call('GetSecretValue', { SecretId: ARN });
    for (const SecretString of ['second', 'third']) await call('PutSecretValue', { SecretId: 'signing/key', SecretString });
    expect(await value({})).toBe('third');
    expect(await value({ VersionStage: 'AWSPREVIOUS' })).toBe('second');
    expect(await call('GetSecretValue', { SecretId: ARN, VersionId: first.VersionId })).toMatchObject({
      status: 400,
      __type: 'ResourceNotFoundException',
    });
    const { VersionIdsToStages } = await call('DescribeSecret', { SecretId: ARN });
    expect(Object.values(VersionIdsToStages as object)).toEqual([['AWSPREVIOUS'], ['AWSCURRENT']]);
  });

  test('a value can wait under a label of its own', async () => {
    await call('PutSecretValue', { SecretId: ARN, SecretString: 'next', VersionStages: ['AWSPENDING'] });
    expect([await value({}), await value({ VersionStage: 'AWSPENDING' })]).toEqual(['first', 'next']);
  });

  test('the same token puts a value once, and is refused for another', async () => {
    const ClientRequestToken = '4c8f0d2e-6f43-4c7d-8a53-0d8f1f1f3d11';
    const put = (SecretString: string) => call('PutSecretValue', { SecretId: ARN, SecretString, ClientRequestToken });
    expect([(await put('second')).VersionId, (await put('second')).VersionId]).toEqual([ClientRequestToken, ClientRequestToken]);
    expect(await value({ VersionStage: 'AWSPREVIOUS' })).toBe('first');
    expect(await put('other')).toMatchObject({ status: 400, __type: 'ResourceExistsException' });
  });

  test('refuses by the names of AWS', async () => {
    expect(await call('GetSecretValue', { SecretId: 'nothing' })).toMatchObject({ __type: 'ResourceNotFoundException' });
    expect(await call('GetSecretValue', {})).toMatchObject({ __type: 'ValidationException' });
    expect(await call('GetSecretValue', { SecretId: ARN, VersionStage: 'AWSPENDING' })).toMatchObject({
      __type: 'ResourceNotFoundException',
    });
    expect(await call('PutSecretValue', { SecretId: ARN })).toMatchObject({ __type: 'InvalidParameterException' });
    expect(await call('DeleteSecret', { SecretId: ARN })).toMatchObject({ __type: 'UnknownOperationException' });
  });
});

describe('the secrets of a template', () => {
  let folder: Fixture;
  beforeEach(() => {
    folder = temporaryDirectory();
  });
  afterEach(() => folder.remove());

  const hex = { PasswordLength: 64, ExcludeUppercase: true, ExcludePunctuation: true, ExcludeCharacters: 'ghijklmnopqrstuvwxyz' };
  const template: Template = {
    Resources: {
      Signing: {
        Type: 'AWS::SecretsManager::Secret',
        Properties: {
          Name: 'signing',
          GenerateSecretString: { ...hex, SecretStringTemplate: '{"next":""}', GenerateStringKey: 'current' },
        },
      },
      Plain: { Type: 'AWS::SecretsManager::Secret', Properties: { GenerateSecretString: { PasswordLength: 10 } } },
      Impossible: { Type: 'AWS::SecretsManager::Secret', Properties: { GenerateSecretString: { PasswordLength: 1 } } },
      Reader: {
        Type: 'AWS::Test::Reader',
        Properties: {
          Arn: { Ref: 'Signing' },
          Value: { 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Signing' }, ':SecretString:current::}}']] },
        },
      },
    },
  };
  const deploy = (secrets: Secrets): { readonly model: Model; readonly refused: readonly string[] } => {
    const assembly = writeAssembly({ S: template });
    const refused: string[] = [];
    try {
      const model = readModel(readAssembly(assembly.directory), (name) => secrets.value(name));
      deploySecrets(model, secrets, ({ path }) => refused.push(path));
      return { model, refused };
    } finally {
      assembly.remove();
    }
  };

  test('are generated, into a template where there is one; what cannot be is named', () => {
    const secrets = openSecrets();
    const { refused } = deploy(secrets);
    expect(JSON.parse(secrets.value('signing') ?? '')).toEqual({ next: '', current: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(secrets.value('S-Plain')).toHaveLength(10);
    expect(refused).toEqual(['S/Impossible']);
  });

  test('are referred to by ARN, and in dynamic references', () => {
    const secrets = openSecrets();
    const properties = deploy(secrets).model.ofType('AWS::Test::Reader')[0]?.properties();
    expect(properties?.Arn).toMatch(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:signing-[0-9a-z]{6}$/);
    expect(properties?.Value).toMatch(/^[0-9a-f]{64}$/);
    expect(secrets.value(String(properties?.Arn))).toContain(String(properties?.Value));
  });

  test('stay the same over a restart, in a file for their owner only', () => {
    const file = join(folder.directory, 'data', 'secrets.json');
    const first = openSecrets(file);
    deploy(first);
    first.put('signing', 'rotated');
    const second = openSecrets(file);
    deploy(second);
    expect(second.value('signing')).toBe('rotated');
    expect(second.value('signing', 'AWSPREVIOUS')).toBe(first.value('signing', 'AWSPREVIOUS'));
    expect(second.value('S-Plain')).toBe(first.value('S-Plain'));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toContain('rotated');
  });
});
