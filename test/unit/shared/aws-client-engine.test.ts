import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as engine from '@tenantry/aws-engine/client-dynamodb';
import { documentCall } from '@tenantry/aws-engine/test/differential/calls';
import { compare } from '@tenantry/aws-engine/test/differential/compare';
import { type Clients, documentScenario, optionsFor } from '@tenantry/aws-engine/test/differential/dynamodb';
import { fault } from '@tenantry/aws-engine/test/differential/dynamodb-faults';
import { destroyClients, expectSameCalls } from '@tenantry/aws-engine/test/differential/generated-calls';
import { useService } from '@tenantry/aws-engine/test/differential/use-service';
import { awsClient } from '../../../functions/shared/base/aws-client.ts';
import { withDeadline } from '../../../functions/shared/base/deadline.ts';

const service = useService('dynamodb');

const createClients = (maxAttempts: number): Clients => {
  const options = optionsFor(service());
  const calls = { maxAttempts, requestTimeout: 5000 };
  const Engine = engine.DynamoDBClient as unknown as typeof DynamoDBClient;
  return { sdk: awsClient(DynamoDBClient, calls, options), engine: awsClient(Engine, calls, options) };
};

test('a client of the engine refuses answers of something else as one of the SDK does', async () => {
  const calls = { numCalls: 200, calls: documentCall, fault, createClients, scenarioOf: documentScenario };
  const { errors } = await expectSameCalls(service(), calls);
  expect(errors).toContain('UnreadableAnswer');
});

test('a call of the engine ends with its invocation', async () => {
  const clients = createClients(3);
  const call = { command: 'GetCommand', input: { TableName: 'a', Key: { pk: 'a' } }, answer: {} };
  const scenario = documentScenario(clients, call, [{ kind: 'silence' }]);
  const { sdk, engine } = await compare(service(), {
    ...scenario,
    call: (by) => withDeadline(() => scenario.call(by))(undefined, { getRemainingTimeInMillis: () => 3000 }),
  });
  // The abandoned attempt and the call that no longer waits for it end in the same millisecond:
  // which of them is heard first decides whether the error counts its attempts.
  const withoutAttempts = (side: typeof sdk) => ({ ...side, outcome: { ...side?.outcome, metadata: {}, totalRetryDelay: undefined } });
  expect(withoutAttempts(engine)).toEqual(withoutAttempts(sdk));
  expect(engine).toMatchObject({ outcome: { name: 'DeadlineExceeded' }, requests: { length: 1 } });
  destroyClients(clients);
});
