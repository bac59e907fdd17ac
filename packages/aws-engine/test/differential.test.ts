import { jest } from '@jest/globals';
import fc from 'fast-check';
import { documentCall, otherDocumentCall, rawCall } from './differential/calls.ts';
import { compare, type Scenario } from './differential/compare.ts';
import { createClients, destroyClients, documentScenario, optionsFor, rawScenario } from './differential/dynamodb.ts';
import { fault } from './differential/dynamodb-faults.ts';
import { success } from './differential/faults.ts';
import { useService } from './differential/use-service.ts';

// Thousands of calls, on a machine that may be busy.
jest.setTimeout(120_000);

const service = useService('dynamodb');

const FATE = {
  faults: fc.oneof(fc.constant([]), fc.array(fault, { minLength: 1, maxLength: 4 })),
  away: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.constantFrom(-2, 5)),
};

const expectSame = async (name: string, scenario: Scenario): Promise<number> => {
  const { sdk, engine } = await compare(service(), scenario);
  expect({ name, ...engine }).toEqual({ name, ...sdk });
  expect(engine).toMatchObject({ isOneCall: true, faults: [] });
  return engine?.requests.length ?? 0;
};

// Clients live for some calls: the capacity for retries, the offset of the clock and connections
// are what the calls before have left.
const CALLS_PER_CLIENT = 25;

test('2,000 calls and faults end as with the SDK, after the same requests', async () => {
  const attempts = new Set<number>();
  let clients = createClients(optionsFor(service()));
  const scenarios = fc.sample(fc.record({ call: documentCall, ...FATE }), { numRuns: 2000, seed: 16 });
  for (const [at, { call, faults, away }] of scenarios.entries()) {
    if (at % CALLS_PER_CLIENT === 0) {
      destroyClients(clients);
      clients = createClients(optionsFor(service(), { maxAttempts: 1 + ((at / CALLS_PER_CLIENT) % 4) }));
    }
    const reactions = [...faults, success(call.answer, away)];
    attempts.add(await expectSame(`${at}: ${call.command}, ${JSON.stringify(faults)}`, documentScenario(clients, call, reactions)));
  }
  destroyClients(clients);
  // None: values that cannot be sent.
  expect([...attempts].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4]);
});

test('the commands that no function uses, too, and those of attribute values', async () => {
  const clients = createClients(optionsFor(service()));
  const kinds = [
    [otherDocumentCall, documentScenario],
    [rawCall, rawScenario],
  ] as const;
  for (const [calls, scenarioOf] of kinds) {
    for (const call of fc.sample(calls, { numRuns: 150, seed: 16 })) {
      await expectSame(call.command, scenarioOf(clients, call, [success(call.answer, 0)]));
    }
  }
  destroyClients(clients);
});

test('while a service is down, both stop repeating calls after as many requests', async () => {
  const clients = createClients(optionsFor(service(), { maxAttempts: 3 }));
  const counts: number[] = [];
  const call = { command: 'GetCommand', input: { TableName: 'a', Key: { pk: 'a' } }, answer: {} };
  for (const _ of Array.from({ length: 25 })) {
    const down = { kind: 'answer', status: 503, body: '{"__type":"a#ServiceUnavailable"}' } as const;
    counts.push(await expectSame('down', documentScenario(clients, call, [down, down, down])));
  }
  destroyClients(clients);
  // 500 tokens, and 14 for each repeated attempt.
  expect(counts.reduce((sum, count) => sum + count - 1, 0)).toBe(Math.floor(500 / 14));
});
