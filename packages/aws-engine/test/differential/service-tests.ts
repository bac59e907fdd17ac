import { jest } from '@jest/globals';
import fc from 'fast-check';
import type { Call } from './calls.ts';
import { compare } from './compare.ts';
import { success } from './faults.ts';
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
  readonly modules: Readonly<Record<By, Module>>;
  readonly client: string;
  readonly signingName: string;
  readonly calls: fc.Arbitrary<Call>;
  readonly fault: fc.Arbitrary<Reaction>;
}

type Class = new (input: object) => never;
type ErrorClass = abstract new (...args: never) => Error;

const NUM_CALLS = 300;
// Clients live for some calls, as with DynamoDB.
const CALLS_PER_CLIENT = 25;

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

  const createClients = (options: object): Readonly<Record<By, Client>> => {
    const create = (by: By): Client => new (modules[by][client] as Class)({ region: 'eu-west-1', credentials: ACCESS_KEY, ...options });
    return { sdk: create('sdk'), engine: create('engine') };
  };

  /** Makes a call with a client of each; they may have options. */
  const callBoth = async ({ command, input }: Call, reactions: readonly Reaction[], clients: Readonly<Record<By, Client>>) =>
    compare(service(), {
      reactions,
      call: (by) => outcomeOf(() => clients[by].send(new (modules[by][command] as Class)(input)), classesOf(by)),
    });

  test(`${NUM_CALLS} calls and faults end as with the SDK, after the same requests`, async () => {
    const attempts = new Set<number>();
    const errors = new Set<unknown>();
    const fate = {
      faults: fc.oneof(fc.constant([]), fc.array(fault, { minLength: 1, maxLength: 4 })),
      away: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.constantFrom(-2, 5)),
    };
    let clients = createClients({ endpoint: service().endpoint });
    for (const [at, { call, faults, away }] of fc.sample(fc.record({ call: calls, ...fate }), { numRuns: NUM_CALLS, seed: 16 }).entries()) {
      if (at % CALLS_PER_CLIENT === 0) {
        Object.values(clients).forEach((one) => void one.destroy());
        clients = createClients({ endpoint: service().endpoint, maxAttempts: 1 + ((at / CALLS_PER_CLIENT) % 4) });
      }
      const name = `${at}: ${call.command}, ${JSON.stringify(faults)}`;
      const { sdk, engine } = await callBoth(call, [...faults, success(call.answer, away)], clients);
      expect({ name, ...engine }).toEqual({ name, ...sdk });
      expect(engine).toMatchObject({ isOneCall: true, faults: [] });
      attempts.add(engine?.requests.length ?? 0);
      errors.add(engine?.outcome.name);
    }
    Object.values(clients).forEach((one) => void one.destroy());
    expect([...attempts].toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4]);
    expect(errors.size).toBeGreaterThan(8);
  });

  return { service, createClients, callBoth };
};
