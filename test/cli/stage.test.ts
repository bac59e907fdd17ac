import { execFile } from 'node:child_process';
import { endingOf } from '../../cli/command/ending.ts';
import { MisusedCommand, parseArguments } from '../../cli/command/parser.ts';
import { republish as declaration } from '../../cli/republish/declaration.ts';
import { run as republish } from '../../cli/republish.ts';
import { connect } from '../../cli/resources/connect.ts';
import { UsageError } from '../../cli/shared/usage-error.ts';
import { openUserPool } from '../support/user-pool.ts';
import { serveUserPool } from '../support/user-pool-server.ts';

const outputs: Record<string, string> = { ApiUrl: 'https://api.example.com/' };
let aws: Awaited<ReturnType<typeof serveUserPool>>;

beforeAll(async () => {
  aws = await serveUserPool(await openUserPool(undefined), 'Tenantry-dev-Api', () => outputs);
  Object.assign(process.env, aws.environment);
});
afterAll(async () => {
  for (const name of Object.keys(aws.environment)) delete process.env[name];
  await aws.stop();
});

const nothing = { stage: undefined, installation: undefined, url: undefined, tokenCommand: 'echo of-the-command' };

test.each([
  ['this machine', {}, {}, 'http://127.0.0.1:3000'],
  ['the stage of the environment', {}, { TENANTRY_STAGE: 'dev' }, 'https://api.example.com'],
  ['the address of the environment', {}, { TENANTRY_STAGE: 'dev', TENANTRY_URL: 'https://b.example.com' }, 'https://b.example.com'],
  ['the stage of the options', { stage: 'dev' }, { TENANTRY_URL: 'https://b.example.com' }, 'https://api.example.com'],
  ['the address of the options', { stage: 'dev', url: 'https://c.example.com' }, {}, 'https://c.example.com'],
])('%s is called', async (_, options, env, url) => {
  const connection = await connect({ ...nothing, ...options }, ['reseller:read'], env);
  expect({ url: connection.url, token: await connection.token() }).toEqual({ url, token: 'of-the-command' });
});

test('a stage that is not there, and an output that it does not have, are said with what to do', async () => {
  await expect(connect({ ...nothing, stage: 'prod' }, [], {})).rejects.toThrow(
    /^There is no stack Tenantry-prod-Api in eu-west-1: is the stage deployed, and are AWS_REGION and AWS_PROFILE those of it\?/,
  );
  delete outputs.ApiUrl;
  await expect(connect({ ...nothing, stage: 'dev' }, [], {})).rejects.toThrow('The stack Tenantry-dev-Api has no output ApiUrl');
  outputs.ApiUrl = 'https://api.example.com/';
});

const failing = (name: string, message: string, more: object = {}) => Object.assign(new Error(message), { name, ...more });

test.each([
  [new UsageError('--x is wrong.'), 2, '--x is wrong.\nTry: npx tenantry --help\n'],
  [new MisusedCommand('--x is wrong.', 'npx tenantry token'), 2, '--x is wrong.\nTry: npx tenantry token --help\n'],
  [new Error('The file is gone.'), 1, 'The file is gone.\n'],
  ['thrown', 1, 'thrown\n'],
  [failing('Error', 'Region is missing'), 1, /^No AWS Region is set/],
  [
    failing('CredentialsProviderError', 'Could not load credentials from any providers'),
    1,
    /^There are no AWS credentials: set AWS_PROFILE/,
  ],
  [failing('CredentialsProviderError', 'The SSO session associated with this profile has expired.'), 1, /^The sign-in of AWS has expired/],
  [failing('ExpiredTokenException', 'The security token included in the request is expired'), 1, /^The AWS credentials have expired/],
  [
    failing('UnrecognizedClientException', 'The security token included in the request is invalid'),
    1,
    /^AWS does not know these credentials/,
  ],
  [failing('AccessDeniedException', 'not authorized'), 1, 'The AWS credentials may not do this: not authorized\n'],
  [failing('ThrottlingException', 'Rate exceeded'), 1, /^AWS asks to be called more slowly/],
  [failing('Error', 'connect ECONNREFUSED', { code: 'ECONNREFUSED', $metadata: {} }), 1, /^AWS cannot be reached/],
  [failing('Error', 'connect ECONNREFUSED', { code: 'ECONNREFUSED' }), 1, 'connect ECONNREFUSED\n'],
])('the end of %s', (error, code, text) => {
  const ending = endingOf(error);
  expect(ending.code).toBe(code);
  expect(ending.text).toMatch(text);
});

test('a defect is shown with its place', () => {
  expect(endingOf(new TypeError('x is undefined'))).toEqual({
    code: 1,
    text: expect.stringMatching(/^TypeError: x is undefined\n {4}at /),
  });
});

test('republish takes the table and the queue from the stacks of its stage', async () => {
  const run = () => republish(parseArguments(declaration, ['--stage', 'dev', '--dead-letters', '--dry-run']));
  await expect(run()).rejects.toThrow('There is no stack Tenantry-dev-Data');
  const data = await serveUserPool(await openUserPool(undefined), 'Tenantry-dev-Data', () => ({ TableName: 'table' }));
  Object.assign(process.env, data.environment);
  await expect(run()).rejects.toThrow('There is no stack Tenantry-dev-Api');
  Object.assign(process.env, aws.environment);
  await data.stop();
});

test('a command that reads a stage says so in one line', async () => {
  const env = { PATH: process.env.PATH, ...aws.environment };
  const ended = await new Promise((resolve) => {
    execFile(process.execPath, ['cli/tenantry.ts', 'redrive', '--stage', 'prod'], { env }, (error, stdout, stderr) =>
      resolve({ code: error?.code, stdout, lines: stderr.trimEnd().split('\n').length }),
    );
  });
  expect(ended).toEqual({ code: 1, stdout: '', lines: 1 });
});
