import { createHash } from 'node:crypto';
import { SIGN_IN_WRITE_LIMITS, withLimits } from '../base/deadline.ts';
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
  MAX_FAILURES_PER_HOUR,
  NETWORK_KNOWN_MS,
  waitOf,
} from './attempt-rules.ts';
import { networkOf } from './network.ts';

/**
 * One attempt to sign in, which begins before the password is compared, and ends in one of two
 * ways.
 */
export interface Attempt {
  /**
   * Reserves one of the remaining failures, unless the name is known from the network without
   * failures.
   * @throws {Refusal} 429
   */
  begin(): Promise<void>;
  /**
   * Counts the failure, unless it was reserved before.
   * @throws {Refusal} 429 when others have used up the remaining failures meanwhile
   */
  fail(): Promise<void>;
  /**
   * Removes the failures of the network, except those of the hour, and records that the user name
   * is known from there. Never fails.
   */
  succeed(): Promise<void>;
}

/**
 * Opens an attempt to sign in under a user name from an address.
 * @throws {Refusal} 429 with `Retry-After` when it has to wait
 */
export type OpenAttempt = (userName: string, sourceIp: string) => Promise<Attempt>;

type AttemptTable = Pick<Table, 'getAll' | 'commit'>;

/**
 * Counts attempts to sign in, by user name and network, in the table. It makes no difference
 * whether a user name exists.
 */
export const attemptCounter =
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
    const reserved: Partial<Record<Count, Key>> = {};

    /** Reserves a failure of these counts; reads again when others have changed them. */
    const reserve = (...counts: readonly Count[]): Promise<void> =>
      retryOnConflict(async () => {
        const now = clock();
        const found = state ?? (await read(now));
        // The failure that this attempt has reserved itself does not count against it.
        const current = requireNoWait(reserved.hour ? { ...found, knownFailures: found.knownFailures - 1 } : found, now);
        state = undefined;
        const hour =
          current.knownSince === undefined ? strangerFailuresKey(name, hourOf(now)) : knownFailuresKey(name, network, hourOf(now));
        const keys = { own: networkFailuresKey(name, network), hour };
        const writes = failureWrites(keys, current, now);
        await table.commit(counts.map((count) => writes[count]));
        for (const count of counts) reserved[count] = keys[count];
      });

    return {
      begin: async () => {
        if (first.knownSince === undefined || first.failures > 0) await reserve('own', 'hour');
        // A program with the right password may make more than ten attempts at the same moment.
        else if (first.knownFailures > 0) await reserve('hour');
      },
      fail: async () => {
        const left = COUNTS.filter((count) => !reserved[count]);
        // The state was read before the comparison of the password, which takes time.
        state = undefined;
        if (left.length > 0) await reserve(...left);
      },
      succeed: async () => {
        const now = clock();
        const writes = [
          ...(reserved.own ? [remove(reserved.own, ALWAYS, impossibleError)] : []),
          ...(reserved.hour ? [releaseFailure(reserved.hour)] : []),
          ...(now - (first.knownSince ?? 0) < DAY_MS ? [] : [recordKnown(name, network, now)]),
        ];
        if (writes.length > 0) await withLimits(SIGN_IN_WRITE_LIMITS, () => table.commit(writes)).catch(() => undefined);
      },
    };
  };

/**
 * The counts of a failure: that of the network alone, which a success resets, and that of the hour.
 */
const COUNTS = ['own', 'hour'] as const;
type Count = (typeof COUNTS)[number];

const impossibleError = () => new Error('a condition that always holds failed');

/** Returns the hash that replaces a user name in keys, because the typed name may be a password. */
export const nameHash = (userName: string): string => createHash('sha256').update(normalise(userName)).digest('hex');

interface StoredItems {
  readonly failures: Item | undefined;
  readonly known: Item | undefined;
  readonly strangers: Item | undefined;
  readonly knownFailures: Item | undefined;
}

// TTL removes an item up to two days late.
const isExpired = (item: Item | undefined, now: number): boolean => item !== undefined && Number(item.expiresAt) * 1000 <= now;

const stateOf = ({ failures, known, strangers, knownFailures }: StoredItems, now: number): AttemptState => {
  const isStale = isExpired(failures, now);
  return {
    isStale,
    failures: isStale ? 0 : Number(failures?.failures ?? 0),
    lastAt: Number(failures?.lastAt ?? 0),
    strangerFailures: Number(strangers?.failures ?? 0),
    knownFailures: Number(knownFailures?.failures ?? 0),
    knownSince: known && !isExpired(known, now) ? Number(known.notedAt) : undefined,
  };
};

/**
 * Returns the state when it permits an attempt.
 * @throws {Refusal} 429 with `Retry-After` when the network has to wait
 */
const requireNoWait = (state: AttemptState, now: number): AttemptState => {
  const wait = waitOf(state, now);
  if (wait === 0) return state;
  meter.count(['SignInsRefused']);
  throw new Refusal('too-many-requests', 'Too many attempts to sign in have failed; try again later.', {
    headers: { 'retry-after': String(Math.ceil(wait / 1000)) },
  });
};

/**
 * Returns the writes that reserve a failure, on the condition that the state permits it, so that
 * simultaneous attempts stay within the limits.
 */
const failureWrites = (keys: Record<Count, Key>, state: AttemptState, now: number): Record<Count, Write> => {
  const set = { type: 'sign-in-failures', lastAt: now, expiresAt: seconds(now + FAILURES_KEPT_MS) };
  const own = state.isStale
    ? put(keys.own, { ...set, failures: 1 }, staleRead, anyOf(isAbsent(), where('expiresAt', '<=', seconds(now))))
    : change(keys.own, { set, add: { failures: 1 } }, failureLeft(state), staleRead);
  const hour = change(
    keys.hour,
    { set: { type: 'sign-in-failures', expiresAt: seconds((hourOf(now) + 1) * HOUR_MS) }, add: { failures: 1 } },
    anyOf(isAbsent(), where('failures', '<', MAX_FAILURES_PER_HOUR)),
    staleRead,
  );
  return { own, hour };
};

// After the free failures, one attempt at a time: the one that has waited.
const failureLeft = ({ failures }: AttemptState): Condition =>
  failures < FREE_FAILURES ? anyOf(isAbsent(), where('failures', '<', FREE_FAILURES)) : where('failures', '=', failures);

const staleRead = () => new StaleReadError();

const releaseFailure = (hour: Key): Write => change(hour, { add: { failures: -1 } }, exists(), impossibleError);

const recordKnown = (name: string, network: string, now: number): Write =>
  put(
    knownNetworkKey(name, network),
    { type: 'sign-in-known', notedAt: now, expiresAt: seconds(now + NETWORK_KNOWN_MS) },
    impossibleError,
    ALWAYS,
  );

const seconds = (ms: number): number => Math.floor(ms / 1000);
