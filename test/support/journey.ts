/**
 * Where journeys run. Without further ado each file starts the synthesised stack on the embedded runtime, on free ports, with its own
 * webhook receiver and state. With `API_URL` they talk to a deployed API, with tokens of `TOKEN_COMMAND` (see docs/testing.md); what needs
 * the machine room (receivers on loopback, the functions' processes, the queues) is then skipped by name.
 */
import { type Api, openApi } from './journey-api.ts';
import type { Respond } from './journey-receiver.ts';
import { type MachineRoom, openMachineRoom, type RoomOptions } from './journey-room.ts';
import { requirePhrasesKept, requireTokensKept } from './journey-secrecy.ts';
import { type MintToken, tokenCommand } from './journey-token.ts';

const remote = process.env.API_URL;

/** What a token allows, and the tenant it is bound to. */
export type Rights = Parameters<MintToken>[0];

/** What a test sees of the system. */
export interface Journey {
  /** The API without credentials. */
  readonly api: Api;
  /** The API as the bearer of a token with these permissions. */
  as(permissions: Rights['permissions'], bound?: Omit<Rights, 'permissions'>): Promise<Api>;
  readonly mintToken: MintToken;
  /** What happens behind the API; only where `inMachineRoom` tests run. */
  readonly room: MachineRoom;
}

interface JourneyOptions extends Pick<RoomOptions, 'stateDir' | 'putEventsLatencyMs'> {
  /** What the webhook receiver answers; 200 unless given. */
  readonly respond?: Respond;
  /** Real milliseconds an endpoint has to answer. */
  readonly clientTimeoutMs?: number;
}

/** Starts the system before the tests of a file and stops it after them, failed or not. */
export const journey = (options: JourneyOptions = {}): Journey => {
  let opened: (Journey & { stop(): Promise<void> }) | undefined;
  const here = (): Journey => {
    if (!opened) throw new Error('The system has not started');
    return opened;
  };

  beforeAll(async () => {
    opened = remote ? deployed(remote) : await embedded(options);
  }, 60_000);
  afterAll(async () => opened?.stop(), 20_000);

  return {
    get api() {
      return here().api;
    },
    as: (permissions, bound) => here().as(permissions, bound),
    mintToken: (rights) => here().mintToken(rights),
    get room() {
      return here().room;
    },
  };
};

/** Groups tests that look behind the API: skipped by name when the API is a deployed one. */
export const inMachineRoom = (needs: string, tests: () => void): void => {
  if (remote) {
    const group = describe.skip;
    group(`skipped against ${remote}: needs ${needs}`, tests);
  } else {
    describe(`with ${needs}`, tests);
  }
};

const callerOf =
  (api: Api, mintToken: MintToken): Journey['as'] =>
  async (permissions, bound = {}) =>
    api.as(`Bearer ${await mintToken({ permissions, ...bound })}`);

const deployed = (url: string) => {
  const { api, stop } = openApi(url);
  const mintToken = tokenCommand(process.env.TOKEN_COMMAND);
  return {
    api,
    mintToken,
    as: callerOf(api, mintToken),
    get room(): MachineRoom {
      throw new Error('A deployed API shows nothing behind it');
    },
    stop: async () => stop(),
  };
};

const embedded = async ({ respond = () => 200, clientTimeoutMs = 2000, ...options }: JourneyOptions) => {
  const { room, stop: stopRoom } = await openMachineRoom({ ...options, respond, clientTimeoutMs });
  const { api, stop: closeApi } = openApi(room.runtime.url, { onAnswer: (request, answer) => room.answers.push({ request, answer }) });
  const { mintToken } = room.runtime;
  const stop = async () => {
    closeApi();
    await stopRoom();
    requirePhrasesKept(room);
    requireTokensKept(room);
  };
  return { api, room, mintToken, as: callerOf(api, mintToken), stop };
};
