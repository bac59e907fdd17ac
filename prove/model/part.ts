import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { synthesize } from '../../local/synthesize.ts';
import { copyAssembly } from '../../testing/copy-assembly.ts';
import { answerFaults } from '../checks/answers.ts';
import { deliveryFaults } from '../checks/deliveries.ts';
import { eventFaults, realTimeFaults } from '../checks/events.ts';
import { logFaults } from '../checks/secrecy.ts';
import { readTable } from '../checks/snapshot.ts';
import { tableFaults } from '../checks/table.ts';
import { openKeyServer } from '../faults/key-server.ts';
import type { FaultKind } from '../faults/plan.ts';
import { openReceiver, type Receiver } from '../faults/receiver.ts';
import type { Part, PartOptions, PartResult, Violation } from '../shared/part.ts';
import { random } from '../shared/random.ts';
import { readEvents } from '../system/events.ts';
import { openSystem, type System } from '../system/system.ts';
import { type EpisodeResult, runEpisode } from './episode.ts';

const PLACEHOLDER = 'https://receiver.placeholder.test';
const EPISODE_SECONDS = 12;
const CLIENTS = 10;
// A backoff of minutes passes in a second, and schedules do not take all of a slow machine.
const TIME_SCALE = 0.005;
const CLIENT_TIMEOUT_MS = 1_000;
const TOKEN_MS = 30 * 60_000;

/** Random work by many clients under random faults, held to a model of the API. */
export const modelPart: Part = {
  name: 'model',
  about: 'random work under random faults, held to a model; then what is stored, published and delivered',
  share: { gate: 40, usual: 300, long: 1200 },
  run: (options) => prove(options),
};

const prove = async ({ seed, seconds, folder, say }: PartOptions): Promise<PartResult> => {
  const source = random(seed);
  const began = Date.now();
  const synthesised = join(folder, 'synthesised');
  await synthesize(synthesised, [{ name: 'proof', url: `${PLACEHOLDER}/operator` }], { overrides: { webhookSettleSeconds: 0 } });
  const receiver = await openReceiver(source.fork('receiver'));
  const assembly = join(folder, 'assembly');
  mkdirSync(assembly);
  await copyAssembly(synthesised, assembly, { [PLACEHOLDER]: receiver.url });
  const clockFile = join(folder, 'clock');
  writeFileSync(clockFile, '0');
  let system: System | undefined;
  const keyServer = await openKeyServer(() => system?.awsUrl());
  const preload = pathToFileURL(join(import.meta.dirname, '../faults/clock.mjs')).href;
  const episodes: EpisodeResult[] = [];
  const counts = new Map<string, number>();
  const violations: Violation[] = [];
  try {
    system = await openSystem({
      ...{ assembly, folder, seed, timeScale: TIME_SCALE, clientTimeoutMs: CLIENT_TIMEOUT_MS },
      environment: { JWKS_URI: keyServer.url, PROVE_CLOCK: clockFile, NODE_OPTIONS: `--import=${preload}` },
    });
    const running = system;
    let token = { text: await running.token(ALL), until: Date.now() + TOKEN_MS };
    const sender = { url: running.url, authorization: () => `Bearer ${token.text}` };
    const databaseFile = join(folder, 'data', 'tables.db');
    for (let number = 1; Date.now() - began < seconds * 1000 || episodes.length === 0; number += 1) {
      if (Date.now() > token.until) token = { text: await running.token(ALL), until: Date.now() + TOKEN_MS };
      const struck = { system: running, receiver, keyServer, clockFile, databaseFile };
      const left = Math.max(4, Math.min(EPISODE_SECONDS, seconds - (Date.now() - began) / 1000 - 6));
      const episode = await runEpisode({
        ...{ number, random: source.fork(`episode ${number}`), seconds: left, clients: CLIENTS, sender, struck, counts },
        // The first shows that the model fits a system that nothing happens to.
        faults: number === 1 ? [] : undefined,
      });
      episodes.push(episode);
      say(`episode ${number}: ${episode.counts.acknowledged} changes acknowledged under ${episode.faults.join(', ') || 'no fault'}`);
      violations.push(...episode.violations);
      if (violations.length > 0) break;
    }
    violations.push(...(await inspect(running, receiver, episodes)));
    const pids = (await running.processes()).map(({ pid }) => pid);
    await running.stop();
    violations.push(...(await leftOver(pids)));
  } finally {
    await system?.stop();
    await keyServer.stop();
    await receiver.stop();
  }
  return { figures: figuresOf(episodes, counts), violations };
};

/** Holds what is stored, published and delivered against what was promised, at rest. */
const inspect = async (system: System, receiver: Receiver, episodes: readonly EpisodeResult[]): Promise<readonly Violation[]> => {
  await system.idle();
  const items = await readTable(system);
  const events = readEvents(system);
  const wasKilled = episodes.some(({ faults }) => faults.some((kind) => KILLS.includes(kind)));
  const taken = receiver.arrivals.filter(({ isTaken }) => isTaken);
  const endpointOf = (rule: string): string => (rule === 'operator-proof' ? '/operator' : '/changing');
  return [
    ...tableFaults(items),
    ...eventFaults(items, events),
    ...realTimeFaults(
      episodes.flatMap(({ acknowledged }) => acknowledged),
      events,
    ),
    ...deliveryFaults(system.recorded('events'), system.recorded('deliveries'), taken, endpointOf),
    ...answerFaults(
      episodes.flatMap(({ answers }) => answers),
      wasKilled,
    ),
    ...logFaults(system.recorded('logs'), SECRETS),
    ...system
      .recorded<{ readonly message?: string }>('denials')
      .map((denial) => ({ promise: 'each function has the rights it needs', detail: JSON.stringify(denial) })),
  ];
};

const KILLS: readonly FaultKind[] = ['function killed', 'function frozen', 'runtime killed', 'table server killed'];

/** What identifies the persons and secrets of the proof. */
const SECRETS = ['of.the.proof@example.com', '+14155552671', 'token-of-an-endpoint', 'token-of-the-proof', 'eyJ'];

/** Processes that have not gone some seconds after the end of the runtime. */
const leftOver = async (pids: readonly number[]): Promise<readonly Violation[]> => {
  for (let waits = 0; waits < 50 && pids.some(isAlive); waits += 1) await delay(100);
  return pids.filter(isAlive).map((pid) => ({ promise: 'no process is left', detail: `process ${pid} is alive after the end` }));
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const ALL = {
  permissions: [
    ...['partner:create', 'partner:read', 'partner:update', 'credential:write', 'reseller:write', 'reseller:read', 'eventLog:read'],
    ...['reseller:organization:create', 'reseller:organization:read', 'reseller:organization:update', 'reseller:organization:delete'],
    ...['webhook:write', 'webhook:read'],
  ],
};

const figuresOf = (episodes: readonly EpisodeResult[], struck: ReadonlyMap<string, number>) => {
  const total = (name: keyof EpisodeResult['counts']): number => episodes.reduce((sum, { counts }) => sum + counts[name], 0);
  return {
    episodes: episodes.length,
    requests: total('requests'),
    'attempts, with those again': total('attempts'),
    'changes acknowledged': total('acknowledged'),
    'requests never answered': total('unanswered'),
    'histories undecided': total('undecided'),
    ...Object.fromEntries([...struck].map(([kind, times]) => [`times: ${kind}`, times])),
  };
};
