/**
 * Where journeys run. Without further ado they run on the embedded runtime, with the synthesised
 * stack on free ports and a webhook receiver: files that ask nothing of it share one in each
 * process of Jest, the others start their own. With `API_URL` they talk to a deployed API, with
 * tokens of `TOKEN_COMMAND` (see docs/testing.md); what needs the running system (receivers on
 * loopback, the functions' processes, the queues) is then skipped by name, and so is what needs a
 * sight of bus and table unless `DEPLOYMENT` says where these are.
 */
import { type Api, openApi } from './journey-api.ts';
import { openDeployedSight } from './journey-deployed.ts';
import type { Respond } from './journey-receiver.ts';
import type { RunningSystem, SystemOptions } from './journey-runtime.ts';
import { requirePhrasesKept, requireTokensKept } from './journey-secrecy.ts';
import type { Sight } from './journey-sight.ts';
import { type MintToken, tokenCommand } from './journey-token.ts';

const remote = process.env.API_URL;
const isSeen = Boolean(process.env.DEPLOYMENT);
// A file says so while its tests are collected.
let wantsSight = false;

/** What a token allows, and the tenant it is bound to. */
export type Rights = Parameters<MintToken>[0];

/** What a test sees of the system. */
export interface Journey {
  /** The API without credentials. */
  readonly api: Api;
  /** The API as the bearer of a token with these permissions. */
  as(permissions: Rights['permissions'], bound?: Omit<Rights, 'permissions'>): Promise<Api>;
  readonly mintToken: MintToken;
  /** The bus and the table; only where `withSight` tests run. */
  readonly sight: Sight;
  /** What happens behind the API; only where `withRuntime` tests run. */
  readonly system: RunningSystem;
}

interface JourneyOptions extends Pick<SystemOptions, 'stateDir' | 'putEventsLatencyMs' | 'consolePort'> {
  /** What the webhook receiver answers; 200 unless given. */
  readonly respond?: Respond;
  /** Real milliseconds an endpoint has to answer. */
  readonly clientTimeoutMs?: number;
  /**
   * A system of its own, for a journey that breaks what others rely on; with any other option it
   * has one anyway.
   */
  readonly alone?: true;
}

/** Starts the system before the tests of a file and stops it after them, failed or not. */
export const journey = (options: JourneyOptions = {}): Journey => {
  let opened: (Journey & { stop(): Promise<void> }) | undefined;
  const here = (): Journey => {
    if (!opened) throw new Error('The system has not started');
    return opened;
  };

  beforeAll(async () => {
    opened = remote ? await deployed(remote) : await embedded(options);
  }, 60_000);
  afterAll(async () => opened?.stop(), 20_000);

  return {
    get api() {
      return here().api;
    },
    as: (permissions, bound) => here().as(permissions, bound),
    mintToken: (rights) => here().mintToken(rights),
    get sight() {
      return here().sight;
    },
    get system() {
      return here().system;
    },
  };
};

/**
 * Groups tests that look at the bus and the table: skipped by name when the API is a deployed one
 * and `DEPLOYMENT` does not say where these are.
 */
export const withSight = (needs: string, tests: () => void): void => {
  wantsSight = true;
  group(needs, tests, !remote || isSeen);
};

/** Groups tests that look behind the API: skipped by name when the API is a deployed one. */
export const withRuntime = (needs: string, tests: () => void): void => group(needs, tests, !remote);

const group = (needs: string, tests: () => void, isHere: boolean): void => {
  if (!isHere) {
    const skip = describe.skip;
    skip(`skipped against ${remote}: needs ${needs}`, tests);
  } else {
    describe(`with ${needs}`, tests);
  }
};

const callerOf =
  (api: Api, mintToken: MintToken): Journey['as'] =>
  async (permissions, bound = {}) =>
    api.as(`Bearer ${await mintToken({ permissions, ...bound })}`);

const deployed = async (url: string) => {
  const answers: Sight['answers'][number][] = [];
  const { api, stop } = openApi(url, { onAnswer: (request, answer) => answers.push({ request, answer }) });
  const mintToken = tokenCommand(process.env.TOKEN_COMMAND);
  const aside = openApi(url);
  const sight =
    wantsSight && isSeen ? await openDeployedSight(answers, await callerOf(aside.api, mintToken)(['reseller:write'])) : undefined;
  return {
    api,
    mintToken,
    as: callerOf(api, mintToken),
    get sight(): Sight {
      if (!sight) throw new Error('Nothing says where bus and table of the deployed API are');
      return sight;
    },
    get system(): RunningSystem {
      throw new Error('A deployed API shows nothing behind it');
    },
    stop: async () => {
      stop();
      aside.stop();
      await sight?.stop();
    },
  };
};

const embedded = async (options: JourneyOptions) => {
  const { system, stop: stopSystem } = await (asksNothing(options) ? sharedRuntime(options) : ownSystem(options));
  const { api, stop: closeApi } = openApi(system.runtime.url, { onAnswer: (request, answer) => system.answers.push({ request, answer }) });
  const { mintToken } = system.runtime;
  const stop = async () => {
    closeApi();
    await stopSystem();
    requirePhrasesKept(system);
    requireTokensKept(system);
  };
  return { api, system, sight: system, mintToken, as: callerOf(api, mintToken), stop };
};

const asksNothing = ({ respond: _, ...others }: JourneyOptions): boolean => Object.keys(others).length === 0;

const ownSystem = async ({ respond = () => 200, clientTimeoutMs = 2000, alone: _, ...options }: JourneyOptions) => {
  const { openSystem } = await import('./journey-runtime.ts');
  return openSystem({ ...options, respond, clientTimeoutMs });
};

const sharedRuntime = async ({ respond = () => 200 }: JourneyOptions) => {
  if (!globalThis.sharedJourneyRuntime) throw new Error('Run the journeys with the jest.config.js of the project');
  const { system, leave } = await globalThis.sharedJourneyRuntime(respond);
  return { system, stop: leave };
};
