/** The number of free failures of one user name from one network. */
export const FREE_FAILURES = 10;
/**
 * The most failures of a user name in an hour: from all networks together that it is not known
 * from, and from each that it is known from.
 */
export const MAX_FAILURES_PER_HOUR = 100;
/** The wait of the network after the last free failure, doubled after each further one. */
const FIRST_LOCK_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
/** The time for which failures of a network are kept, from the last one on. */
export const FAILURES_KEPT_MS = DAY_MS;
/** The time for which a network with a successful sign-in is known. */
export const NETWORK_KNOWN_MS = 30 * DAY_MS;

/**
 * The stored attempts to sign in under one user name that concern one network; times in
 * milliseconds since 1970.
 */
export interface AttemptState {
  /**
   * Failures from the network since the last success, and when the last attempt began; none once
   * they are forgotten.
   */
  readonly failures: number;
  readonly lastAt: number;
  /** True when failures are stored that are expired, but not removed yet. */
  readonly isStale: boolean;
  /** Failures in this hour from all networks that the user name is not known from. */
  readonly strangerFailures: number;
  /** Failures in this hour from the network while it was known, also those before a success. */
  readonly knownFailures: number;
  /** When a sign-in from the network was last recorded; absent when it is not known any more. */
  readonly knownSince: number | undefined;
}

/**
 * Returns how many milliseconds the network has to wait before a password of the user name is
 * compared again; 0 when it need not wait.
 */
export const waitOf = (state: AttemptState, now: number): number => Math.max(0, lockedUntil(state) - now, usedUpUntil(state, now) - now);

const lockedUntil = ({ failures, lastAt }: AttemptState): number => {
  if (failures < FREE_FAILURES) return 0;
  return lastAt + Math.min(HOUR_MS, FIRST_LOCK_MS * 2 ** (failures - FREE_FAILURES));
};

// A known network does not wait for strangers: otherwise anybody could lock anybody out. For a
// guesser in that network, each success of the user resets the failures, except those of the hour.
const usedUpUntil = ({ strangerFailures, knownFailures, knownSince }: AttemptState, now: number): number =>
  (knownSince === undefined ? strangerFailures : knownFailures) < MAX_FAILURES_PER_HOUR ? 0 : (hourOf(now) + 1) * HOUR_MS;

/** Returns the number of the hour since 1970. */
export const hourOf = (now: number): number => Math.floor(now / HOUR_MS);
