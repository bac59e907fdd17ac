import { createHash } from 'node:crypto';
import { SIGN_IN_NOTE, withLimits } from '../base/deadline.ts';
import { Refusal } from '../contract/problems.ts';
import { meter } from '../observability/installation.ts';
import { ALWAYS, anyOf, type Condition, exists, isAbsent, where } from '../table/condition.ts';
import { normalise } from '../table/key-encoding.ts';
import type { Key } from '../table/keys.ts';
import { retryOnConflict, StaleReadError } from '../table/retry-on-conflict.ts';
import { knownFailuresKey, knownNetworkKey, networkFailuresKey, strangerFailuresKey } from '../table/sign-in-keys.ts';
import type { Table } from '../table/table.ts';
import { change, type Item, put, remove, type Write } from '../table/transaction.ts';
import {
  type AttemptState,
  DAY_MS,
  FAILURES_KEPT_MS,
  FREE_FAILURES,
  HOUR_MS,
  hourOf,
  MOST_FAILURES_PER_HOUR,
  NETWORK_KNOWN_MS,
  waitOf,
} from './attempt-rules.ts';
import { networkOf } from './network.ts';

/** One attempt to sign in: it is begun before the password is compared, and ends in one of two ways. */
export interface Attempt {
  /** Takes one of the failures that are left, unless the name is known from the network and none is counted there. @throws {Refusal} 429 */
  begin(): Promise<void>;
  /** Counts the failure, if it was not taken before. @throws {Refusal} 429 when others have used up what was left meanwhile */
  fail(): Promise<void>;
  /** Forgets the failures of the network, except those of the hour, and notes that the user name is known from there. Never fails. */
  succeed(): Promise<void>;
}

/** Opens an attempt to sign in under a user name from an address. @throws {Refusal} 429 with `Retry-After` when it has to wait */
export type OpenAttempt = (userName: string, sourceIp: string) => Promise<Attempt>;

type AttemptTable = Pick<Table, 'getAll' | 'commit'>;

/** Counts attempts to sign in, by user name and network, in the table. Whether a user name exists makes no difference to anything here. */
export const attemptsIn =
  (table: AttemptTable, clock: () => number = Date.now): OpenAttempt =>
  async (userName, sourceIp) => {
    const [name, network] = [nameHash(userName), networkOf(sourceIp)];
    const read = async (now: number): Promise<AttemptState> => {
      const hour = hourOf(now);
      const ofHour = [strangerFailuresKey(name, hour), knownFailuresKey(name, network, hour)];
      const keys = [networkFailuresKey(name, network), knownNetworkKey(name, network), ...ofHour];
      const items = await table.getAll(keys);
      const [failures, known, strangers, knownFailures] = keys.map(({ sk }) => items.find((item) => item.sk === sk));
      return stateOf({ failures, known, strangers, knownFailures }, now);
    };
    const opened = clock();
    let state: AttemptState | undefined = await read(opened);
    const first = requireNoWait(state, opened);
    const taken: Partial<Record<Count, Key>> = {};

    /** Takes a failure of these counts; what was read is read again when others have changed it. */
    const take = (...counts: readonly Count[]): Promise<void> =>
      retryOnConflict(async () => {
        const now = clock();
        const found = state ?? (await read(now));
        // What this attempt has taken itself does not stand in its way.
        const current = requireNoWait(taken.hour ? { ...found, knownFailures: found.knownFailures - 1 } : found, now);
        state = undefined;
        const hour =
          current.knownSince === undefined ? strangerFailuresKey(name, hourOf(now)) : knownFailuresKey(name, network, hourOf(now));
        const keys = { own: networkFailuresKey(name, network), hour };
        const writes = failureWrites(keys, current, now);
        await table.commit(counts.map((count) => writes[count]));
        for (const count of counts) taken[count] = keys[count];
      });

    return {
      begin: async () => {
        if (first.knownSince === undefined || first.failures > 0) await take('own', 'hour');
        // A program with the right password is to have more room than ten at the same moment.
        else if (first.knownFailures > 0) await take('hour');
      },
      fail: async () => {
        const left = COUNTS.filter((count) => !taken[count]);
        // It was read before the password was compared, which takes its time.
        state = undefined;
        if (left.length > 0) await take(...left);
      },
      succeed: async () => {
        const now = clock();
        const writes = [
          ...(taken.own ? [remove(taken.own, ALWAYS, impossible)] : []),
          ...(taken.hour ? [giveBack(taken.hour)] : []),
          ...(now - (first.knownSince ?? 0) < DAY_MS ? [] : [noteKnown(name, network, now)]),
        ];
        if (writes.length > 0) await withLimits(SIGN_IN_NOTE, () => table.commit(writes)).catch(() => undefined);
      },
    };
  };

/** What a failure is counted in: that of the network alone, which a success ends, and that of the hour. */
const COUNTS = ['own', 'hour'] as const;
type Count = (typeof COUNTS)[number];

const impossible = () => new Error('a condition that always holds failed');

/** Returns what stands for a user name in keys: what is typed as one may be a password. */
export const nameHash = (userName: string): string => createHash('sha256').update(normalise(userName)).digest('hex');

interface Stored {
  readonly failures: Item | undefined;
  readonly known: Item | undefined;
  readonly strangers: Item | undefined;
  readonly knownFailures: Item | undefined;
}

// TTL removes an item up to two days late.
const isOver = (item: Item | undefined, now: number): boolean => item !== undefined && Number(item.expiresAt) * 1000 <= now;

const stateOf = ({ failures, known, strangers, knownFailures }: Stored, now: number): AttemptState => {
  const isStale = isOver(failures, now);
  return {
    isStale,
    failures: isStale ? 0 : Number(failures?.failures ?? 0),
    lastAt: Number(failures?.lastAt ?? 0),
    strangerFailures: Number(strangers?.failures ?? 0),
    knownFailures: Number(knownFailures?.failures ?? 0),
    knownSince: known && !isOver(known, now) ? Number(known.notedAt) : undefined,
  };
};

/** Returns the same state when it lets an attempt be made. @throws {Refusal} 429 with `Retry-After` when the network has to wait */
const requireNoWait = (state: AttemptState, now: number): AttemptState => {
  const wait = waitOf(state, now);
  if (wait === 0) return state;
  meter.count(['SignInsRefused']);
  throw new Refusal('too-many-requests', 'Too many attempts to sign in have failed; try again later.', {
    headers: { 'retry-after': String(Math.ceil(wait / 1000)) },
  });
};

/** The writes that take a failure, as long as what was read lets one be taken: none of those at the same moment goes beyond the limits. */
const failureWrites = (keys: Record<Count, Key>, state: AttemptState, now: number): Record<Count, Write> => {
  const set = { type: 'sign-in-failures', lastAt: now, expiresAt: seconds(now + FAILURES_KEPT_MS) };
  const own = state.isStale
    ? put(keys.own, { ...set, failures: 1 }, again, anyOf(isAbsent(), where('expiresAt', '<=', seconds(now))))
    : change(keys.own, { set, add: { failures: 1 } }, failureLeft(state), again);
  const hour = change(
    keys.hour,
    { set: { type: 'sign-in-failures', expiresAt: seconds((hourOf(now) + 1) * HOUR_MS) }, add: { failures: 1 } },
    anyOf(isAbsent(), where('failures', '<', MOST_FAILURES_PER_HOUR)),
    again,
  );
  return { own, hour };
};

// Once the free ones are used up, one attempt at a time: the one that waited.
const failureLeft = ({ failures }: AttemptState): Condition =>
  failures < FREE_FAILURES ? anyOf(isAbsent(), where('failures', '<', FREE_FAILURES)) : where('failures', '=', failures);

const again = () => new StaleReadError();

const giveBack = (hour: Key): Write => change(hour, { add: { failures: -1 } }, exists(), impossible);

const noteKnown = (name: string, network: string, now: number): Write =>
  put(
    knownNetworkKey(name, network),
    { type: 'sign-in-known', notedAt: now, expiresAt: seconds(now + NETWORK_KNOWN_MS) },
    impossible,
    ALWAYS,
  );

const seconds = (ms: number): number => Math.floor(ms / 1000);
