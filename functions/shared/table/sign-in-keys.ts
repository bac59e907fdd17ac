import type { Key } from './keys.ts';
import { keyFrom, PARTITIONS, SORT_KEYS } from './partitions.ts';

const signIn = (nameHash: string, sk: string): Key => ({ pk: keyFrom(PARTITIONS.signIns[0], nameHash), sk });

/** How often a password was wrong that came from a network under a user name. */
export const networkFailuresKey = (nameHash: string, network: string): Key => signIn(nameHash, keyFrom(SORT_KEYS.networkFailures, network));

/**
 * How often in an hour a password was wrong under a user name, from networks that it is not known
 * from.
 */
export const strangerFailuresKey = (nameHash: string, hour: number): Key => signIn(nameHash, keyFrom(SORT_KEYS.strangerFailures, hour));

/** The same of one network that it is known from. */
export const knownFailuresKey = (nameHash: string, network: string, hour: number): Key =>
  signIn(nameHash, keyFrom(SORT_KEYS.knownFailures, hour, network));

/** That somebody signed in under a user name from a network. */
export const knownNetworkKey = (nameHash: string, network: string): Key => signIn(nameHash, keyFrom(SORT_KEYS.knownNetwork, network));
