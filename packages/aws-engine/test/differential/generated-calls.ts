import fc from 'fast-check';
import type { Call } from './calls.ts';
import { compare, type Scenario, type Service } from './compare.ts';
import { success } from './faults.ts';
import type { Reaction } from './scripted-service.ts';

/** One of the SDK, and one of the engine. */
export type Both<T> = Readonly<Record<'sdk' | 'engine', T>>;

interface Client {
  destroy(): void;
}

/** Closes the connections of both. */
export const destroyClients = (clients: Both<Client>): void => Object.values(clients).forEach((client) => void client.destroy());

/** Makes a call with both, expects the same end after the same requests, and returns that end. */
export const expectSame = async (service: Service, name: string, scenario: Scenario) => {
  const { sdk, engine } = await compare(service, scenario);
  expect({ name, ...engine }).toEqual({ name, ...sdk });
  expect(engine).toMatchObject({ isOneCall: true, faults: [] });
  return { requests: engine?.requests.length ?? 0, error: engine?.outcome.name };
};

/** The calls that are generated, and how they are made. */
export interface GeneratedCalls<Clients extends Both<Client>> {
  readonly numCalls: number;
  readonly calls: fc.Arbitrary<Call>;
  /** An end of an attempt other than success. */
  readonly fault: fc.Arbitrary<Reaction>;
  readonly createClients: (maxAttempts: number) => Clients;
  readonly scenarioOf: (clients: Clients, call: Call, reactions: readonly Reaction[]) => Scenario;
}

// Clients live for some calls: the capacity for retries, the offset of the clock and connections
// are what the calls before have left.
const CALLS_PER_CLIENT = 25;
const MOST_ATTEMPTS = 4;

/**
 * Makes generated calls, with up to four faults before the answer of each, and expects that both
 * end alike. Returns the numbers of requests that a call took, in order, and the names of errors.
 */
export const expectSameCalls = async <Clients extends Both<Client>>(
  service: Service,
  { numCalls, calls, fault, createClients, scenarioOf }: GeneratedCalls<Clients>,
) => {
  const requests = new Set<number>();
  const errors = new Set<unknown>();
  const scenario = fc.record({
    call: calls,
    faults: fc.oneof(fc.constant([]), fc.array(fault, { minLength: 1, maxLength: 4 })),
    // The hours by which the clock of the service is away.
    away: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.constantFrom(-2, 5)),
  });
  const scenarios = [...fc.sample(scenario, { numRuns: numCalls, seed: 16 }).entries()];
  for (let from = 0; from < numCalls; from += CALLS_PER_CLIENT) {
    const clients = createClients(1 + ((from / CALLS_PER_CLIENT) % MOST_ATTEMPTS));
    for (const [at, { call, faults, away }] of scenarios.slice(from, from + CALLS_PER_CLIENT)) {
      const name = `${at}: ${call.command}, ${JSON.stringify(faults)}`;
      const ended = await expectSame(service, name, scenarioOf(clients, call, [...faults, success(call.answer, away)]));
      requests.add(ended.requests);
      errors.add(ended.error);
    }
    destroyClients(clients);
  }
  return { requests: [...requests].toSorted((a, b) => a - b), errors };
};
