import { jest } from '@jest/globals';
import { documentCall, otherDocumentCall, rawCall } from './differential/calls.ts';
import { createClients, documentScenario, optionsFor, rawScenario } from './differential/dynamodb.ts';
import { fault } from './differential/dynamodb-faults.ts';
import { destroyClients, expectSame, expectSameCalls } from './differential/generated-calls.ts';
import { useService } from './differential/use-service.ts';

// Thousands of calls, on a machine that may be busy.
jest.setTimeout(120_000);

const service = useService('dynamodb');
const COMMON = { fault, createClients: (maxAttempts: number) => createClients(optionsFor(service(), { maxAttempts })) };

// The long run has them all.
const numCalls = process.env.TEST_LONG === undefined ? 400 : 2000;

test('hundreds of calls and faults end as with the SDK, after the same requests', async () => {
  const calls = { ...COMMON, numCalls, calls: documentCall, scenarioOf: documentScenario };
  const { requests } = await expectSameCalls(service(), calls);
  // None: values that cannot be sent.
  expect(requests).toEqual([0, 1, 2, 3, 4]);
});

test.each([
  ['that no function uses', otherDocumentCall, documentScenario],
  ['of attribute values', rawCall, rawScenario],
])('the commands %s, too', async (_, calls, scenarioOf) => {
  const { requests } = await expectSameCalls(service(), { ...COMMON, numCalls: 150, calls, scenarioOf });
  expect(requests).toEqual(expect.arrayContaining([1, 2]));
});

test('while a service is down, both stop repeating calls after as many requests', async () => {
  const clients = createClients(optionsFor(service(), { maxAttempts: 3 }));
  const counts: number[] = [];
  const call = { command: 'GetCommand', input: { TableName: 'a', Key: { pk: 'a' } }, answer: {} };
  for (const _ of Array.from({ length: 25 })) {
    const down = { kind: 'answer', status: 503, body: '{"__type":"a#ServiceUnavailable"}' } as const;
    const { requests } = await expectSame(service(), 'down', documentScenario(clients, call, [down, down, down]));
    counts.push(requests);
  }
  destroyClients(clients);
  // 500 tokens, and 14 for each repeated attempt.
  expect(counts.reduce((sum, count) => sum + count - 1, 0)).toBe(Math.floor(500 / 14));
});
