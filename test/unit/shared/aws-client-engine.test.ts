import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as engine from '@tenantry/aws-engine/client-dynamodb';
import { documentCall } from '@tenantry/aws-engine/test/differential/calls';
import { compare } from '@tenantry/aws-engine/test/differential/compare';
import { type Clients, destroyClients, documentScenario, optionsFor } from '@tenantry/aws-engine/test/differential/dynamodb';
import { fault } from '@tenantry/aws-engine/test/differential/dynamodb-faults';
import { success } from '@tenantry/aws-engine/test/differential/faults';
import { useService } from '@tenantry/aws-engine/test/differential/use-service';
import fc from 'fast-check';
import { awsClient } from '../../../functions/shared/base/aws-client.ts';
import { withDeadline } from '../../../functions/shared/base/deadline.ts';

const service = useService('dynamodb');

const createClients = (maxAttempts: number): Clients => {
  const options = optionsFor(service());
  const calls = { maxAttempts, requestTimeout: 5000 };
  const Engine = engine.DynamoDBClient as unknown as typeof DynamoDBClient;
  return { sdk: awsClient(DynamoDBClient, calls, options), engine: awsClient(Engine, calls, options) };
};

const SCENARIO = fc.record({ call: documentCall, faults: fc.array(fault, { maxLength: 3 }) });
const CALLS_PER_CLIENT = 25;

test('a client of the engine refuses answers of something else as one of the SDK does', async () => {
  let clients = createClients(2);
  for (const [at, { call, faults }] of fc.sample(SCENARIO, { numRuns: 500, seed: 16 }).entries()) {
    if (at % CALLS_PER_CLIENT === 0) {
      destroyClients(clients);
      clients = createClients(1 + ((at / CALLS_PER_CLIENT) % 3));
    }
    const { sdk, engine } = await compare(service(), documentScenario(clients, call, [...faults, success(call.answer, 0)]));
    const scenario = `${at}: ${call.command}, ${JSON.stringify(faults)}`;
    expect({ scenario, ...engine }).toEqual({ scenario, ...sdk });
  }
  destroyClients(clients);
});

test('a call of the engine ends with its invocation', async () => {
  const clients = createClients(3);
  const call = { command: 'GetCommand', input: { TableName: 'a', Key: { pk: 'a' } }, answer: {} };
  const scenario = documentScenario(clients, call, [{ kind: 'silence' }]);
  const { sdk, engine } = await compare(service(), {
    ...scenario,
    call: (by) => withDeadline(() => scenario.call(by))(undefined, { getRemainingTimeInMillis: () => 3000 }),
  });
  expect(engine).toEqual(sdk);
  expect(engine).toMatchObject({ outcome: { name: 'DeadlineExceeded' }, requests: { length: 1 } });
  destroyClients(clients);
});
