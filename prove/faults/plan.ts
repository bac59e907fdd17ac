import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../shared/random.ts';
import type { FaultSettings } from '../system/faults.ts';
import type { System } from '../system/system.ts';
import type { KeyServer } from './key-server.ts';
import { processFaults } from './processes.ts';
import { RECEIVER_MODES, type Receiver } from './receiver.ts';

/** All that faults strike. */
export interface Struck {
  readonly system: System;
  readonly receiver: Receiver;
  readonly keyServer: KeyServer;
  readonly clockFile: string;
  /** When the table server was killed, in milliseconds since 1970; strikes add to it. */
  readonly tableKills: number[];
}

/** The kinds of faults. */
export const FAULT_KINDS = [
  ...['table throttled', 'transactions conflicting', 'table slow', 'answers of the table lost', 'entries of PutEvents refused'],
  ...['secrets unreadable', 'EventBridge throttled', 'stream records twice', 'stream records at the same time'],
  ...['function killed', 'function frozen', 'table server killed', 'runtime killed', 'disk full', 'clock jumps'],
  ...['key set unreachable', 'receiver broken'],
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

const SETTINGS: Readonly<Partial<Record<FaultKind, FaultSettings>>> = {
  'table throttled': { throttled: 0.15 },
  'transactions conflicting': { conflicting: 0.2 },
  'table slow': { slow: 0.3, slowMs: 800 },
  'answers of the table lost': { answersLost: 0.08 },
  'entries of PutEvents refused': { entriesRefused: 0.25 },
  'secrets unreadable': { secretsUnreadable: 0.5 },
  'EventBridge throttled': { bridgeThrottled: 0.2 },
  'stream records twice': { recordsTwice: 0.4 },
  'stream records at the same time': { recordsApart: 0.7 },
};

const CLOCK_JUMPS = [-25_000, 25_000, 240_000, 0];
// The table server is started again five times a minute, then the runtime ends.
const MOST_TABLE_KILLS = 4;
const WITHIN_MS = 61_000;

/** Several kinds at random, now many, now few. */
export const chooseFaults = (random: Random): readonly FaultKind[] => {
  const share = random.pick([0.15, 0.35, 0.6]);
  return FAULT_KINDS.filter(() => random.chance(share));
};

/**
 * Strikes with these kinds until it is told to end, at random moments and together; then leaves
 * nothing broken. `counts` gets how often each kind struck.
 */
export const strike = async (
  { system, receiver, keyServer, clockFile, tableKills }: Struck,
  kinds: readonly FaultKind[],
  random: Random,
  { until, counts }: { readonly until: () => boolean; readonly counts: Map<string, number> },
): Promise<void> => {
  const processes = processFaults(system, random);
  const count = (kind: FaultKind, hit = true): void => void (hit && counts.set(kind, (counts.get(kind) ?? 0) + 1));
  const settings = (): FaultSettings => Object.assign({}, ...kinds.filter(() => random.chance(0.7)).map((kind) => SETTINGS[kind] ?? {}));
  const acts: Readonly<Partial<Record<FaultKind, () => Promise<void> | void>>> = {
    'function killed': async () => count('function killed', await processes.killFunction()),
    'function frozen': async () => {
      count('function frozen', await processes.freezeFunction());
      await delay(200 + random.below(2_500));
      processes.thaw();
    },
    'table server killed': async () => {
      if (tableKills.filter((at) => at > Date.now() - WITHIN_MS).length >= MOST_TABLE_KILLS) return;
      tableKills.push(Date.now());
      count('table server killed', await processes.killTableServer());
    },
    'runtime killed': async () => {
      if (!random.chance(0.25)) return;
      await system.kill();
      count('runtime killed');
      await delay(random.below(500));
      await system.startAgain();
    },
    'disk full': async () => {
      count('disk full', await processes.fillDisk());
      await delay(300 + random.below(1_200));
      await processes.emptyDisk();
    },
    'clock jumps': () => {
      writeFileSync(clockFile, String(random.pick(CLOCK_JUMPS)));
      count('clock jumps');
    },
    'key set unreachable': async () => {
      keyServer.answer(false);
      count('key set unreachable');
      await delay(500 + random.below(2_000));
      keyServer.answer(true);
    },
    'receiver broken': () => {
      receiver.behave(random.pick(RECEIVER_MODES));
      count('receiver broken');
    },
  };
  const chosen = kinds.flatMap((kind) => (acts[kind] === undefined ? [] : [acts[kind]]));

  // An end of this process runs no `finally`, and what is frozen would stay so.
  process.once('exit', processes.thaw);
  try {
    while (!until()) {
      await system.fault(settings()).catch(() => undefined);
      if (chosen.length > 0) await random.pick(chosen)();
      await delay(150 + random.below(700));
    }
  } finally {
    process.off('exit', processes.thaw);
    processes.thaw();
    await processes.emptyDisk();
    writeFileSync(clockFile, '0');
    keyServer.answer(true);
    receiver.behave('takes');
    await system.fault({}).catch(() => undefined);
  }
};
