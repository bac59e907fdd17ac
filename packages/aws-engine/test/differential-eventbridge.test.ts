import * as sdk from '@aws-sdk/client-eventbridge';
import fc from 'fast-check';
import * as engine from '../src/client-eventbridge.ts';
import type { Call } from './differential/calls.ts';
import { faultsOf } from './differential/faults.ts';
import { answered, date, seconds, some, text } from './differential/json-values.ts';
import { compareService } from './differential/service-tests.ts';

const CODES = [
  ...['ResourceNotFoundException', 'ResourceAlreadyExistsException', 'ConcurrentModificationException', 'LimitExceededException'],
  ...['ThrottlingException', 'ManagedRuleException', 'InvalidEventPatternException', 'AccessDeniedException', 'ValidationException'],
  ...['UnrecognizedClientException', 'NotYetKnownException'],
];

const fault = faultsOf({
  contentType: 'application/x-amz-json-1.1',
  codes: [...CODES.map((code) => [400, code] as const), [500, 'InternalException']],
  encode: (code, members) => ({ body: JSON.stringify({ __type: code, ...members }) }),
});

const count = fc.integer({ min: 0, max: 100 });
const entry = some({
  Source: text,
  DetailType: text,
  Detail: text,
  EventBusName: text,
  Time: date,
  Resources: fc.array(text),
  TraceHeader: text,
});
const result = answered({ EventId: text, ErrorCode: text, ErrorMessage: text });
const putEvents = fc
  .record({
    Entries: fc.array(entry, { minLength: 1, maxLength: 10 }),
    answer: answered({ FailedEntryCount: count, Entries: fc.array(result) }),
  })
  .map(({ Entries, answer }): Call => ({ command: 'PutEventsCommand', input: { Entries }, answer }));

const callsOf = <T>(
  commands: readonly string[],
  input: { readonly [K in keyof T]: fc.Arbitrary<T[K]> },
  answer: Readonly<Record<string, fc.Arbitrary<unknown>>>,
): fc.Arbitrary<Call> =>
  fc.record({ command: fc.constantFrom(...commands.map((name) => `${name}Command`)), input: some(input), answer: answered(answer) });

const times = { CreationTime: seconds, LastModifiedTime: seconds };
const created = { ConnectionArn: text, ConnectionState: text, ...times };
const connection = { ...created, LastAuthorizedTime: seconds };
const key = some({ ApiKeyName: text, ApiKeyValue: text });
const parameter = some({ Key: text, Value: text, IsValueSecret: fc.boolean() });
const authorization = {
  Description: text,
  AuthorizationType: text,
  AuthParameters: some({
    ApiKeyAuthParameters: key,
    InvocationHttpParameters: some({ HeaderParameters: fc.array(parameter, { maxLength: 2 }) }),
  }),
};
const address = {
  Description: text,
  ConnectionArn: text,
  InvocationEndpoint: text,
  HttpMethod: text,
  InvocationRateLimitPerSecond: fc.integer({ min: 1, max: 300 }),
};
const destination = { ApiDestinationArn: text, ApiDestinationState: text, ...times };
const rule = { Name: text, EventBusName: text };
const target = some({
  Id: text,
  Arn: text,
  RoleArn: text,
  InputPath: text,
  HttpParameters: some({
    HeaderParameters: fc.dictionary(
      text.filter((name) => name !== '__proto__'),
      text,
      { maxKeys: 3 },
    ),
  }),
  RetryPolicy: some({ MaximumRetryAttempts: count, MaximumEventAgeInSeconds: count }),
  DeadLetterConfig: some({ Arn: text }),
});
const entries = { FailedEntryCount: count, FailedEntries: fc.array(answered({ TargetId: text, ErrorCode: text, ErrorMessage: text })) };

const { service, createClients, callBoth } = compareService({
  modules: { sdk: sdk as never, engine },
  client: 'EventBridgeClient',
  signingName: 'events',
  fault,
  calls: fc.oneof(
    { weight: 3, arbitrary: putEvents },
    callsOf(['CreateConnection'], { Name: text, ...authorization }, created),
    callsOf(['UpdateConnection'], { Name: text, ...authorization }, connection),
    callsOf(['DeleteConnection'], { Name: text }, connection),
    callsOf(
      ['DescribeConnection'],
      { Name: text },
      { ...connection, Name: text, Description: text, AuthorizationType: text, SecretArn: text },
    ),
    callsOf(['CreateApiDestination', 'UpdateApiDestination'], { Name: text, ...address }, destination),
    callsOf(['DescribeApiDestination'], { Name: text }, { ...destination, ...address, Name: text }),
    callsOf(['DeleteApiDestination'], { Name: text }, {}),
    callsOf(['DescribeRule'], rule, { ...rule, Arn: text, EventPattern: text, State: text, ManagedBy: text }),
    callsOf(['PutRule'], { ...rule, EventPattern: text, State: text, Tags: fc.array(some({ Key: text, Value: text })) }, { RuleArn: text }),
    callsOf(['DeleteRule'], { ...rule, Force: fc.boolean() }, {}),
    callsOf(['PutTargets'], { Rule: text, EventBusName: text, Targets: fc.array(target, { maxLength: 3 }) }, entries),
    callsOf(['RemoveTargets'], { Rule: text, EventBusName: text, Ids: fc.array(text), Force: fc.boolean() }, entries),
  ),
});

test('times are dates in answers, to the millisecond', async () => {
  const call = { command: 'DescribeConnectionCommand', input: { Name: 'a' }, answer: {} };
  const body = '{"CreationTime":1700000000.123,"LastModifiedTime":null,"LastAuthorizedTime":1.7E9}';
  const both = await callBoth(call, [{ kind: 'answer', status: 200, body }], createClients({ endpoint: service().endpoint }));
  expect(both.engine).toEqual(both.sdk);
  expect(both.engine?.outcome.result).toEqual({
    $metadata: expect.anything(),
    CreationTime: new Date('2023-11-14T22:13:20.123Z'),
    LastAuthorizedTime: new Date('2023-11-14T22:13:20.000Z'),
  });
});
