import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openKeyServer } from '../faults/key-server.ts';
import type { Struck } from '../faults/plan.ts';
import { openReceiver } from '../faults/receiver.ts';
import type { Random } from '../shared/random.ts';
import { makeAssembly } from '../system/assembly.ts';
import { openSystem, type System } from '../system/system.ts';
import type { Sender } from './client.ts';

// A backoff of minutes passes in a second, and schedules do not take all of a slow machine.
const TIME_SCALE = 0.005;
const CLIENT_TIMEOUT_MS = 1_000;
const TOKEN_MS = 30 * 60_000;

const PERMISSIONS = [
  ...['partner:create', 'partner:read', 'partner:update', 'credential:write', 'reseller:write', 'reseller:read', 'eventLog:read'],
  ...['reseller:organization:create', 'reseller:organization:read', 'reseller:organization:update', 'reseller:organization:delete'],
  ...['webhook:write', 'webhook:read'],
];

/** A system with all around it that can be broken, and who may ask it. */
export interface Stage {
  readonly struck: Struck;
  readonly sender: Sender;
  readonly signInAs: (resellerId: string) => Promise<Sender>;
  /** Renews the operator's token when it is about to expire. */
  refresh(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the system of a build, with its receiver, key server and clock. */
export const openStage = async (seed: number, random: Random, folder: string, build?: string): Promise<Stage> => {
  const clockFile = join(folder, 'clock');
  writeFileSync(clockFile, '0');
  let system: System | undefined;
  const receiver = await openReceiver(random.fork('receiver'));
  const keyServer = await openKeyServer(() => system?.awsUrl());
  const stop = async (): Promise<void> => {
    await system?.stop();
    await keyServer.stop();
    await receiver.stop();
  };
  try {
    const assembly = await makeAssembly(folder, receiver.url, build);
    const preload = pathToFileURL(join(import.meta.dirname, '../faults/clock.mjs')).href;
    const environment = { JWKS_URI: keyServer.url, PROVE_CLOCK: clockFile, NODE_OPTIONS: `--import=${preload}` };
    const running = await openSystem({ assembly, folder, seed, environment, timeScale: TIME_SCALE, clientTimeoutMs: CLIENT_TIMEOUT_MS });
    system = running;
    const mint = async (reseller?: string) => running.token({ permissions: PERMISSIONS, ...(reseller !== undefined && { reseller }) });
    let token = { text: await mint(), until: Date.now() + TOKEN_MS };
    return {
      struck: { system: running, receiver, keyServer, clockFile, tableKills: [] },
      sender: { url: running.url, authorization: () => `Bearer ${token.text}` },
      async signInAs(resellerId) {
        const bound = await mint(resellerId);
        return { url: running.url, authorization: () => `Bearer ${bound}` };
      },
      async refresh() {
        if (Date.now() > token.until) token = { text: await mint(), until: Date.now() + TOKEN_MS };
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
