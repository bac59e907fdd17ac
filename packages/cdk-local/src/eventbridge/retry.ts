import type { RetryPolicy } from '@aws-sdk/client-eventbridge';
import { readHttpDate } from '../base/time.ts';
import type { Failure } from './outcome.ts';

const FIRST_BACKOFF_MS = 1_000;
// 185 attempts of half this ceiling on average fill the 24 hours; AWS does not publish its own.
const LONGEST_BACKOFF_MS = 900_000;

/**
 * The decision after a failed attempt: retry after real milliseconds, or stop for the reason that
 * AWS writes on the dead letter.
 */
export type Decision =
  | { readonly retryInMs: number }
  | { readonly exhausted: 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds' | undefined };

type Situation = {
  readonly policy: RetryPolicy | undefined;
  /** Attempts made so far, the failed one included. */
  readonly attempts: number;
  /** Real milliseconds since the event was accepted. */
  readonly ageMs: number;
  readonly scaled: (nominalMs: number) => number;
  readonly random: () => number;
};

/**
 * Nominal milliseconds before the next attempt: exponential with full jitter, from up to 1 s to up
 * to 15 min.
 */
const backoffMs = (attempts: number, random: () => number): number =>
  random() * Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (attempts - 1));

/**
 * Reads a `Retry-After` header (seconds or an HTTP date) as nominal milliseconds; `undefined` when
 * it is malformed.
 */
export const retryAfterMs = (header: string | undefined, now: number): number | undefined => {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const date = readHttpDate(header.trim());
  return date === undefined ? undefined : Math.max(0, date - now);
};

/**
 * Decides by the target's retry policy (default 185 attempts within 86,400 s); `Retry-After` counts
 * when it is longer than the backoff.
 */
export const decide = (failure: Failure, { policy, attempts, ageMs, scaled, random }: Situation): Decision => {
  if (!failure.retryable) return { exhausted: undefined };
  if (attempts > (policy?.MaximumRetryAttempts ?? 185)) return { exhausted: 'MaximumRetryAttempts' };
  const retryInMs = Math.ceil(scaled(Math.max(backoffMs(attempts, random), failure.retryAfterMs ?? 0)));
  const longest = scaled((policy?.MaximumEventAgeInSeconds ?? 86_400) * 1000);
  // A retry that would come too late is not worth waiting for.
  return ageMs + retryInMs > longest ? { exhausted: 'MaximumEventAgeInSeconds' } : { retryInMs };
};
