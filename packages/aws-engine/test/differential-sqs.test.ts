import { createHash } from 'node:crypto';
import * as sdk from '@aws-sdk/client-sqs';
import { jest } from '@jest/globals';
import fc from 'fast-check';
import * as engine from '../src/client-sqs.ts';
import type { Call } from './differential/calls.ts';
import { type Errors, faultsOf } from './differential/faults.ts';
import { some, text } from './differential/json-values.ts';
import { compareService } from './differential/service-tests.ts';

// Each with the code that the query protocol has for it.
const CODES: Readonly<Record<string, string>> = {
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  UnsupportedOperation: 'AWS.SimpleQueueService.UnsupportedOperation',
  KmsAccessDenied: 'KMS.AccessDeniedException',
  KmsDisabled: 'KMS.DisabledException',
  KmsInvalidKeyUsage: 'KMS.InvalidKeyUsageException',
  KmsInvalidState: 'KMS.InvalidStateException',
  KmsNotFound: 'KMS.NotFoundException',
  KmsOptInRequired: 'KMS.OptInRequired',
  KmsThrottled: 'KMS.ThrottlingException',
  InvalidMessageContents: 'InvalidMessageContents',
  RequestThrottled: 'RequestThrottled',
  InvalidAddress: 'InvalidAddress',
  InvalidSecurity: 'InvalidSecurity',
  InvalidParameterValueException: 'InvalidParameterValue',
  NotYetKnownException: 'AWS.SimpleQueueService.NotYetKnown',
};

const errors: Errors = {
  contentType: 'application/x-amz-json-1.0',
  codes: Object.keys(CODES).map((code) => [400, code]),
  encode: (code, members) => ({
    headers: { ...(code in CODES && { 'x-amzn-query-error': `${CODES[code]};Sender` }) },
    body: JSON.stringify({ __type: `com.amazonaws.sqs#${code}`, ...members }),
  }),
};
// A service may leave out that header, or everything else.
const withoutHeader = faultsOf({ ...errors, encode: (code, members) => ({ body: errors.encode(code, members).body }) });
const headerAlone = faultsOf({ ...errors, encode: (code, members) => ({ ...errors.encode(code, members), body: '{}' }) });

const attribute = some({ DataType: text, StringValue: text, BinaryValue: fc.uint8Array({ maxLength: 5 }) });
const md5 = (body: string): string => createHash('md5').update(body).digest('hex');
const QueueUrl = 'https://sqs.eu-west-1.amazonaws.com/1/queue';

const calls = fc
  .record({
    message: some({
      MessageBody: text,
      DelaySeconds: fc.nat(9),
      MessageAttributes: fc.dictionary(
        text.filter((name) => name !== '__proto__'),
        attribute,
        { maxKeys: 3 },
      ),
      MessageGroupId: text,
      MessageDeduplicationId: text,
    }),
    answer: some({ MessageId: text, SequenceNumber: text, MD5OfMessageAttributes: text }),
    wrong: fc.option(text, { freq: 9, nil: undefined }),
  })
  .map(({ message, answer, wrong }): Call => {
    const MD5OfMessageBody = wrong ?? md5(String(message.MessageBody ?? ''));
    return { command: 'SendMessageCommand', input: { QueueUrl, ...message }, answer: { ...answer, MD5OfMessageBody } };
  });

const { service, createClients, callBoth } = compareService({
  modules: { sdk: sdk as never, engine },
  client: 'SQSClient',
  signingName: 'sqs',
  fault: fc.oneof({ weight: 2, arbitrary: faultsOf(errors) }, withoutHeader, headerAlone),
  calls,
});

const callOf = (queueUrl: string): Call => ({
  command: 'SendMessageCommand',
  input: { QueueUrl: queueUrl, MessageBody: 'a' },
  answer: {},
});
const sent = { kind: 'answer', status: 200, body: JSON.stringify({ MD5OfMessageBody: md5('a') }) } as const;

test('a message that the service got otherwise is refused, and not sent again', async () => {
  const other = { ...sent, body: JSON.stringify({ MD5OfMessageBody: md5('b') }) };
  const clients = createClients({ endpoint: service().endpoint });
  const messages: unknown[] = [];
  for (const client of Object.values(clients)) {
    const { send } = client;
    client.send = (command) =>
      send.call(client, command).catch((error: unknown) => {
        messages.push((error as Error).message);
        throw error;
      });
  }
  const { sdk, engine } = await callBoth(callOf(QueueUrl), [other, sent], clients);
  expect(engine).toEqual(sdk);
  expect({ messages, requests: engine?.requests.length }).toEqual({
    messages: ['InvalidChecksumError', 'InvalidChecksumError'],
    requests: 1,
  });
});

test('the queue says where a message goes, when the client does not', async () => {
  // The SDK warns that the host is another one.
  const warned = jest.spyOn(console, 'warn').mockReturnValue(undefined);
  const { sdk, engine } = await callBoth(callOf(`${service().endpoint}/1/queue?a=b`), [sent], createClients({}));
  warned.mockRestore();
  expect(engine).toEqual(sdk);
  expect(engine).toMatchObject({ requests: [{ path: '/', method: 'POST' }], faults: [] });
});
