import { jest } from '@jest/globals';
import type fc from 'fast-check';
import type { Call } from './calls.ts';
import { compare, type Scenario } from './compare.ts';
import { type Both, expectSameCalls } from './generated-calls.ts';
import { outcomeOf } from './outcome.ts';
import { ACCESS_KEY, type Reaction } from './scripted-service.ts';
import { useService } from './use-service.ts';

interface Client {
  send(command: unknown): Promise<unknown>;
  destroy(): void;
}

/** The exports of a package of the SDK, or of the engine's module in its place. */
export type Module = Readonly<Record<string, unknown>>;

type By = 'sdk' | 'engine';

/** What is compared of a service. */
export interface Comparison {
  readonly modules: Both<Module>;
  readonly client: string;
  readonly signingName: string;
  readonly calls: fc.Arbitrary<Call>;
  readonly fault: fc.Arbitrary<Reaction>;
}

type Class = new (input: object) => never;
type ErrorClass = abstract new (...args: never) => Error;

const NUM_CALLS = 300;

/** Registers the tests of one service, and returns what others of the file may need. */
export const compareService = ({ modules, client, signingName, calls, fault }: Comparison) => {
  // Hundreds of calls, on a machine that may be busy.
  jest.setTimeout(120_000);
  const service = useService(signingName);

  const classesOf = (by: By) =>
    Object.fromEntries(
      Object.keys(modules.engine)
        .filter((name) => name.endsWith('Exception'))
        .map((name) => [name, modules[by][name] as ErrorClass]),
    );

  const createClients = (options: object): Both<Client> => {
    const create = (by: By): Client => new (modules[by][client] as Class)({ region: 'eu-west-1', credentials: ACCESS_KEY, ...options });
    return { sdk: create('sdk'), engine: create('engine') };
  };

  const scenarioOf = (clients: Both<Client>, { command, input }: Call, reactions: readonly Reaction[]): Scenario => ({
    reactions,
    call: (by) => outcomeOf(() => clients[by].send(new (modules[by][command] as Class)(input)), classesOf(by)),
  });

  /** Makes a call with a client of each; they may have options. */
  const callBoth = async (call: Call, reactions: readonly Reaction[], clients: Both<Client>) =>
    compare(service(), scenarioOf(clients, call, reactions));

  test(`${NUM_CALLS} calls and faults end as with the SDK, after the same requests`, async () => {
    const { requests, errors } = await expectSameCalls(service(), {
      numCalls: NUM_CALLS,
      calls,
      fault,
      scenarioOf,
      createClients: (maxAttempts) => createClients({ endpoint: service().endpoint, maxAttempts }),
    });
    expect(requests).toEqual([1, 2, 3, 4]);
    expect(errors.size).toBeGreaterThan(8);
  });

  return { service, createClients, callBoth };
};
