import type { Key } from './keys.ts';
import { keyFrom, PARTITIONS, SORT_KEYS } from './partitions.ts';

const signIn = (nameHash: string, sk: string): Key => ({ pk: keyFrom(PARTITIONS.signIns[0], nameHash), sk });

/** The number of wrong passwords from a network under a user name. */
export const networkFailuresKey = (nameHash: string, network: string): Key => signIn(nameHash, keyFrom(SORT_KEYS.networkFailures, network));

/**
 * The number of wrong passwords in an hour under a user name, from networks that it has not signed
 * in from.
 */
export const strangerFailuresKey = (nameHash: string, hour: number): Key => signIn(nameHash, keyFrom(SORT_KEYS.strangerFailures, hour));

/** The same for one network that it has signed in from. */
export const knownFailuresKey = (nameHash: string, network: string, hour: number): Key =>
  signIn(nameHash, keyFrom(SORT_KEYS.knownFailures, hour, network));

/** The record that a user name has signed in from a network. */
export const knownNetworkKey = (nameHash: string, network: string): Key => signIn(nameHash, keyFrom(SORT_KEYS.knownNetwork, network));

/**
 * The group of requests to reset a password that is counted: of a user name, from a network, or of
 * a user name from a network.
 */
export type ResetCount = 'USER' | 'NETWORK' | 'BOTH';

/** The count of a day (UTC, `yyyy-mm-dd`) or of an hour (`yyyy-mm-ddThh`). */
export const resetCountKey = (kind: ResetCount, of: string, period: string): Key => ({
  pk: keyFrom(PARTITIONS.passwordResets[0], kind, of),
  sk: period,
});
