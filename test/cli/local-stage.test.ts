import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCommand } from '../../cli/client/options.ts';
import { readOptions } from '../../cli/doctor/options.ts';
import { localOutputs, useLocalAws } from '../../cli/shared/local-stage.ts';
import { isLocalInstallation } from '../../cli/shared/local-stage-name.ts';
import { announceRuntime } from '../../local/runtime-address.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenantry-local-stage-'));
beforeAll(() =>
  announceRuntime(
    {
      ...{ url: 'http://127.0.0.1:3900', awsUrl: 'http://127.0.0.1:4000', dynamodbUrl: 'http://127.0.0.1:5000' },
      ...{ busName: 'tenantry-local', signingSecret: 'arn' },
      outputs: { 'Tenantry-local-Data.TableName': 'table', 'Tenantry-local-Api.ApiUrl': 'http://127.0.0.1:3900', 'Mine.Url': 'x' },
    },
    folder,
  ),
);
afterAll(() => rmSync(folder, { recursive: true }));

const HERE = { TENANTRY_URL: 'http://127.0.0.1:3900' };

test('clients of AWS call the local runtime, whatever account, region and endpoint the operator has set', async () => {
  const env = { ...HERE, AWS_PROFILE: 'prod', AWS_SESSION_TOKEN: 'token', AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL_SQS: 'https://x' };
  await useLocalAws(env, folder);
  expect(env).toEqual({
    ...HERE,
    ...{ AWS_ENDPOINT_URL: 'http://127.0.0.1:4000', AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:5000' },
    ...{ AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' },
  });
});

test('the outputs of each stack are those that the runtime announced', async () => {
  expect(await localOutputs('tenantry-local', 'Data', HERE, folder)).toEqual({ TableName: 'table' });
  expect(await localOutputs('tenantry-local', 'Api', HERE, folder)).toEqual({ ApiUrl: 'http://127.0.0.1:3900' });
});

test('a stage whose name only ends in local is one of AWS', () => {
  expect(['acme-local', 'tenantry-eu-local', 'tenantry-local-2', 'tenantry-prod'].map(isLocalInstallation)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

test('a runtime that is not there, and one of another installation, are said in a sentence', async () => {
  const elsewhere = { TENANTRY_URL: 'http://127.0.0.1:3901' };
  await expect(useLocalAws(elsewhere, folder)).rejects.toThrow('There is no local runtime at http://127.0.0.1:3901');
  await expect(localOutputs('acme-local', 'Data', HERE, folder)).rejects.toThrow(
    'The local runtime at http://127.0.0.1:3900 is not of acme-local.',
  );
});

test('commands of what the local runtime does not have say what to use instead', () => {
  expect(() => readOptions({ values: { stage: 'local' }, words: [] }, {})).toThrow('use --url http://127.0.0.1:3000');
  expect(() => readCommand({ values: { stage: 'local' }, words: ['list'] })).toThrow('npx tenantry token');
});
