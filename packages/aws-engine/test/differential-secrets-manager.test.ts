import * as sdk from '@aws-sdk/client-secrets-manager';
import fc from 'fast-check';
import * as engine from '../src/client-secrets-manager.ts';
import type { Call } from './differential/calls.ts';
import { faultsOf } from './differential/faults.ts';
import { answered, seconds, some, text } from './differential/json-values.ts';
import { compareService } from './differential/service-tests.ts';

const CODES = [
  ...['ResourceNotFoundException', 'InvalidParameterException', 'InvalidRequestException', 'ResourceExistsException'],
  ...['LimitExceededException', 'DecryptionFailure', 'EncryptionFailure', 'AccessDeniedException', 'ThrottlingException'],
  ...['UnrecognizedClientException', 'NotYetKnownException'],
];

const fault = faultsOf({
  contentType: 'application/x-amz-json-1.1',
  codes: [...CODES.map((code) => [400, code] as const), [500, 'InternalServiceError']],
  encode: (code, members) => ({ body: JSON.stringify({ __type: code, ...members }) }),
});

const bytes = fc.uint8Array({ maxLength: 9 });
const base64 = bytes.map((array) => Buffer.from(array).toString('base64'));
const version = { ARN: text, Name: text, VersionId: text, VersionStages: fc.array(text) };

const read = fc.record({
  command: fc.constant('GetSecretValueCommand'),
  input: some({ SecretId: text, VersionId: text, VersionStage: text }),
  answer: answered({ ...version, SecretString: text, SecretBinary: base64, CreatedDate: seconds }),
});
const write = fc.record({
  command: fc.constant('PutSecretValueCommand'),
  // The token of a call that has one is sent as it is.
  input: some({
    SecretId: text,
    SecretString: text,
    SecretBinary: bytes,
    VersionStages: fc.array(text),
    ClientRequestToken: text.map((id) => `given ${id}`),
  }),
  answer: answered(version),
});
const relabel = fc.record({
  command: fc.constant('UpdateSecretVersionStageCommand'),
  input: some({ SecretId: text, VersionStage: text, RemoveFromVersionId: text, MoveToVersionId: text }),
  answer: answered({ ARN: text, Name: text }),
});

const { service, createClients, callBoth } = compareService({
  modules: { sdk: sdk as never, engine },
  client: 'SecretsManagerClient',
  signingName: 'secretsmanager',
  fault,
  calls: fc.oneof<fc.Arbitrary<Call>[]>(read, write, relabel),
});

test('a secret has its date and its bytes, and a write without a token has one', async () => {
  const clients = createClients({ endpoint: service().endpoint });
  const answer = { kind: 'answer', status: 200, body: '{"CreatedDate":1700000000.123,"SecretBinary":"AQI="}' } as const;
  const reading = await callBoth({ command: 'GetSecretValueCommand', input: { SecretId: 'a' }, answer: {} }, [answer], clients);
  expect(reading.engine).toEqual(reading.sdk);
  expect(reading.engine?.outcome.result).toMatchObject({ CreatedDate: new Date(1_700_000_000_123), SecretBinary: new Uint8Array([1, 2]) });

  const writing = await callBoth(
    { command: 'PutSecretValueCommand', input: { SecretId: 'a' }, answer: {} },
    [{ ...answer, body: '{}' }],
    clients,
  );
  expect(writing.engine).toEqual(writing.sdk);
  expect(writing.engine?.requests).toMatchObject([{ token: 'a UUID' }]);
});
