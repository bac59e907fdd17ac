import { nameHash } from '../../shared/auth/attempts.ts';
import { networkOf } from '../../shared/auth/network.ts';
import { Refusal } from '../../shared/contract/problems.ts';
import { anyOf, isAbsent, where } from '../../shared/table/condition.ts';
import type { Key } from '../../shared/table/keys.ts';
import { resetCountKey } from '../../shared/table/sign-in-keys.ts';
import { change, type Write } from '../../shared/table/transaction.ts';

/** A request to reset a password, as the queue has it. */
export interface ResetRequest {
  readonly userName: string;
  /** A UUIDv7. */
  readonly requestId: string;
}

/** The number of requests of one user name in a day (UTC). */
export const RESETS_PER_USER = 5;
/** Those of them from one network, so that no single stranger uses up what the user may ask for. */
export const RESETS_PER_USER_AND_NETWORK = 3;
/** The number of requests from one network in an hour (UTC). */
export const RESETS_PER_NETWORK = 20;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Returns the writes that count a request to reset a password, which are refused when a limit is
 * reached (429). It makes no difference whether the user name exists, and no key has it.
 */
export const countReset = (userName: string, sourceIp: string, at: Date): readonly Write[] => {
  const [network, name, time] = [networkOf(sourceIp), nameHash(userName), at.toISOString()];
  const [day, hour] = [time.slice(0, 10), time.slice(0, 13)];
  return [
    countOne(resetCountKey('NETWORK', network, hour), RESETS_PER_NETWORK, HOUR_MS, at),
    countOne(resetCountKey('USER', name, day), RESETS_PER_USER, DAY_MS, at),
    countOne(resetCountKey('BOTH', `${name}/${network}`, day), RESETS_PER_USER_AND_NETWORK, DAY_MS, at),
  ];
};

const countOne = (key: Key, limit: number, periodMs: number, at: Date): Write => {
  const end = (Math.floor(at.getTime() / periodMs) + 1) * periodMs;
  return change(
    key,
    { add: { asked: 1 }, set: { type: 'password-resets', expiresAt: end / 1000 } },
    anyOf(isAbsent(), where('asked', '<', limit)),
    () =>
      new Refusal('too-many-requests', 'Too many links to set a password were requested; try again later.', {
        headers: { 'retry-after': String(Math.ceil((end - at.getTime()) / 1000)) },
      }),
  );
};
