import { createHash } from 'node:crypto';
import { within } from '../deadline.ts';
import { DecideAgain, decide } from '../decide-again.ts';
import { meter } from '../installation.ts';
import { knownNetworkKey, networkFailuresKey, strangerFailuresKey } from '../keys.ts';
import { Refusal } from '../problems.ts';
import { normalise } from '../spelling.ts';
import type { Table } from '../table.ts';
import { type Condition, change, type Item, put, remove, type Write } from '../transaction.ts';
import {
  type AttemptState,
  DAY_MS,
  FREE_FAILURES,
  HOUR_MS,
  hourOf,
  KNOWN_MS,
  MOST_OF_STRANGERS,
  REMEMBERED_MS,
  waitOf,
} from './attempt-rules.ts';
import { networkOf } from './network.ts';

/** One attempt to sign in: it is begun before the password is compared, and ends in one of two ways. */
export interface Attempt {
  /** Takes one of the failures that are left, unless the user name is known from the network and has not failed there. @throws {Refusal} 429 */
  begin(): Promise<void>;
  /** Counts the failure, if it was not taken before. @throws {Refusal} 429 when others have used up what was left meanwhile */
  fail(): Promise<void>;
  /** Forgets the failures of the network, and notes that the user name is known from there. Never fails. */
  succeed(): Promise<void>;
}

/** Opens an attempt to sign in under a user name from an address. @throws {Refusal} 429 with `Retry-After` when it has to wait */
export type OpenAttempt = (userName: string, sourceIp: string) => Promise<Attempt>;

type Attempts = Pick<Table, 'getAll' | 'commit'>;

/** Counts attempts to sign in, by user name and network, in the table. Whether a user name exists makes no difference to anything here. */
export const attemptsIn =
  (table: Attempts, clock: () => number = Date.now): OpenAttempt =>
  async (userName, sourceIp) => {
    const [name, network] = [nameHash(userName), networkOf(sourceIp)];
    const read = async (now: number): Promise<AttemptState> => {
      const keys = [networkFailuresKey(name, network), strangerFailuresKey(name, hourOf(now)), knownNetworkKey(name, network)];
      const items = await table.getAll(keys);
      const [failures, strangers, known] = keys.map(({ sk }) => items.find((item) => item.sk === sk));
      return stateOf({ failures, strangers, known }, now);
    };
    const opened = clock();
    let state: AttemptState | undefined = await read(opened);
    const first = admitted(state, opened);
    const taken: { hour?: number; of?: AttemptState } = {};

    /** Takes a failure; what was read is read again when others have changed it. */
    const take = (): Promise<void> =>
      decide(async () => {
        const now = clock();
        const current = admitted(state ?? (await read(now)), now);
        state = undefined;
        await table.commit(takeFailure(name, network, current, now));
        taken.of = current;
        if (current.knownSince === undefined) taken.hour = hourOf(now);
      });

    return {
      begin: async () => {
        if (first.knownSince === undefined || first.failures > 0) await take();
      },
      fail: async () => {
        if (taken.of) return;
        // It was read before the password was compared, which takes its time.
        state = undefined;
        await take();
      },
      succeed: async () => {
        const now = clock();
        const writes = [
          ...(taken.of ? [remove(networkFailuresKey(name, network), ALWAYS, impossible)] : []),
          ...(taken.hour === undefined ? [] : [giveBack(name, taken.hour)]),
          ...(now - (first.knownSince ?? 0) < DAY_MS ? [] : [noteKnown(name, network, now)]),
        ];
        // Whoever signs in must not suffer from it.
        if (writes.length > 0) await within(NOTE, () => table.commit(writes)).catch(() => undefined);
      },
    };
  };

const NOTE = { beginMs: 500, endMs: 1000 };
const ALWAYS: Condition = { condition: 'attribute_exists(pk) OR attribute_not_exists(pk)' };
const impossible = () => new Error('a condition that always holds failed');

/** Returns what stands for a user name in keys: what is typed as one may be a password. */
export const nameHash = (userName: string): string => createHash('sha256').update(normalise(userName)).digest('hex');

interface Stored {
  readonly failures: Item | undefined;
  readonly strangers: Item | undefined;
  readonly known: Item | undefined;
}

// TTL removes an item up to two days late.
const isOver = (item: Item | undefined, now: number): boolean => item !== undefined && Number(item.expiresAt) * 1000 <= now;

const stateOf = ({ failures, strangers, known }: Stored, now: number): AttemptState => {
  const isStale = isOver(failures, now);
  return {
    isStale,
    failures: isStale ? 0 : Number(failures?.failures ?? 0),
    lastAt: Number(failures?.lastAt ?? 0),
    ofStrangers: Number(strangers?.failures ?? 0),
    knownSince: known && !isOver(known, now) ? Number(known.notedAt) : undefined,
  };
};

/** The same state, when it lets an attempt be made. */
const admitted = (state: AttemptState, now: number): AttemptState => {
  const wait = waitOf(state, now);
  if (wait === 0) return state;
  meter.count(['SignInsRefused']);
  throw new Refusal('too-many-requests', 'Too many attempts to sign in have failed; try again later.', {
    headers: { 'retry-after': String(Math.ceil(wait / 1000)) },
  });
};

/** The writes that take a failure, as long as what was read lets one be taken: none of those at the same moment goes beyond the limits. */
const takeFailure = (name: string, network: string, state: AttemptState, now: number): readonly Write[] => {
  const set = { type: 'sign-in-failures', lastAt: now, expiresAt: seconds(now + REMEMBERED_MS) };
  const key = networkFailuresKey(name, network);
  const own = state.isStale
    ? put(key, { ...set, failures: 1 }, again, {
        condition: 'attribute_not_exists(pk) OR expiresAt <= :now',
        values: { ':now': seconds(now) },
      })
    : change(key, { set, add: { failures: 1 } }, roomFor(state), again);
  const ofStrangers = change(
    strangerFailuresKey(name, hourOf(now)),
    { set: { type: 'sign-in-failures', expiresAt: seconds((hourOf(now) + 1) * HOUR_MS) }, add: { failures: 1 } },
    { condition: 'attribute_not_exists(pk) OR failures < :most', values: { ':most': MOST_OF_STRANGERS } },
    again,
  );
  return state.knownSince === undefined ? [own, ofStrangers] : [own];
};

// Once the free ones are used up, one attempt at a time: the one that waited.
const roomFor = ({ failures }: AttemptState): Condition =>
  failures < FREE_FAILURES
    ? { condition: 'attribute_not_exists(pk) OR failures < :free', values: { ':free': FREE_FAILURES } }
    : { condition: 'failures = :read', values: { ':read': failures } };

const again = () => new DecideAgain();

const giveBack = (name: string, hour: number): Write =>
  change(strangerFailuresKey(name, hour), { add: { failures: -1 } }, { condition: 'attribute_exists(pk)' }, impossible);

const noteKnown = (name: string, network: string, now: number): Write =>
  put(knownNetworkKey(name, network), { type: 'sign-in-known', notedAt: now, expiresAt: seconds(now + KNOWN_MS) }, impossible, ALWAYS);

const seconds = (ms: number): number => Math.floor(ms / 1000);
