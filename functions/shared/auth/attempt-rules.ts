/** How many failures from one network are free, of one user name. */
export const FREE_FAILURES = 10;
/** How many failures of a user name an hour has: from all networks together that it is not known from, and from each that it is. */
export const MOST_FAILURES_PER_HOUR = 100;
/** How long the network waits after the last free failure; twice as long after each further one. */
const FIRST_LOCK_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
/** Until when failures of a network are remembered, from the last one on. */
export const FAILURES_KEPT_MS = DAY_MS;
/** How long a network is known from which somebody signed in. */
export const NETWORK_KNOWN_MS = 30 * DAY_MS;

/** What is kept of attempts to sign in under one user name, as far as they concern one network; times in milliseconds since 1970. */
export interface AttemptState {
  /** Failures from the network since the last success, and when the last one began; none when they are forgotten. */
  readonly failures: number;
  readonly lastAt: number;
  /** True when failures are stored that are forgotten, and only not yet removed. */
  readonly isStale: boolean;
  /** Failures in this hour from all networks that the user name is not known from. */
  readonly strangerFailures: number;
  /** Failures in this hour from the network while it was known, those before a success as well. */
  readonly knownFailures: number;
  /** When it was last noted that somebody signed in from the network; absent when that is no more known. */
  readonly knownSince: number | undefined;
}

/** Returns how many milliseconds the network has to wait before a password of the user name is compared again; 0 when it has not to. */
export const waitOf = (state: AttemptState, now: number): number => Math.max(0, lockedUntil(state) - now, usedUpUntil(state, now) - now);

const lockedUntil = ({ failures, lastAt }: AttemptState): number => {
  if (failures < FREE_FAILURES) return 0;
  return lastAt + Math.min(HOUR_MS, FIRST_LOCK_MS * 2 ** (failures - FREE_FAILURES));
};

// Who is usually there does not wait for strangers: else anybody could lock anybody out. Whoever guesses there has the failures
// forgotten by each success of the user, but not those of the hour.
const usedUpUntil = ({ strangerFailures, knownFailures, knownSince }: AttemptState, now: number): number =>
  (knownSince === undefined ? strangerFailures : knownFailures) < MOST_FAILURES_PER_HOUR ? 0 : (hourOf(now) + 1) * HOUR_MS;

/** The number of the hour since 1970. */
export const hourOf = (now: number): number => Math.floor(now / HOUR_MS);
