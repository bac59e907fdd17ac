import { attemptCounter, nameHash } from '../../../../functions/shared/auth/attempts.ts';
import type { Key } from '../../../../functions/shared/table/keys.ts';
import {
  knownFailuresKey,
  knownNetworkKey,
  networkFailuresKey,
  strangerFailuresKey,
} from '../../../../functions/shared/table/sign-in-keys.ts';
import type { Item } from '../../../../functions/shared/table/transaction.ts';
import { memoryTable } from '../../memory-table.ts';

export const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
// At the tenth minute of an hour.
export const START = Math.ceil(Date.UTC(2026, 10, 22) / HOUR) * HOUR + 10 * MINUTE;
export const [HERE, THERE] = ['192.0.2.7', '198.51.100.9'];
export const NAME = nameHash('Ada');
/** The keys of Ada's items at the beginning. */
export const KEYS = {
  own: networkFailuresKey(NAME, HERE),
  known: knownNetworkKey(NAME, HERE),
  strangers: strangerFailuresKey(NAME, START / HOUR - 1 / 6),
  knownHour: knownFailuresKey(NAME, HERE, START / HOUR - 1 / 6),
};
export const seconds = (ms: number): number => Math.floor(ms / 1000);

export const known = (notedAt: number, expiresAt = START + DAY): Item => ({ ...KEYS.known, notedAt, expiresAt: seconds(expiresAt) });
export const failures = (key: Key, count: number, lastAt = START, expiresAt = START + DAY): Item => ({
  ...key,
  ...{ failures: count, lastAt, expiresAt: seconds(expiresAt) },
});

/** Attempts to sign in as Ada on a table in memory, at a time that the test sets. */
export const scene = (...items: readonly Item[]) => {
  const { table, committed } = memoryTable(items);
  const time = { now: START };
  const open = (from = HERE, userName = 'Ada') => attemptCounter(table, () => time.now)(userName, from);
  const fail = async (from = HERE) => {
    const attempt = await open(from);
    await attempt.begin();
    await attempt.fail();
  };
  const succeed = async () => {
    const attempt = await open();
    await attempt.begin();
    await attempt.succeed();
  };
  return { table, committed, time, open, fail, succeed, count: async (key: Key) => (await table.get(key))?.failures };
};

export const times = async (count: number, act: () => Promise<unknown>): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await act();
};
export const refusedFor = (sec: number) => ({ code: 'too-many-requests', headers: { 'retry-after': String(sec) } });
