import { sleep, type Timers } from './timers.ts';

/** An attempt that failed. */
export interface Failure {
  readonly error: Error;
  /** Whether another attempt is safe, and may help. */
  readonly mayRepeat: boolean;
  /** The seconds of `Retry-After`. */
  readonly retryAfter?: number | undefined;
}

export type Outcome<T> = { readonly value: T } | Failure;

export interface RetryOptions {
  readonly retries: number;
  /** When it has to be done, in milliseconds since 1970. */
  readonly deadline: number;
  readonly signal: AbortSignal;
  readonly timers: Timers;
}

const FIRST_MS = 200;
const LONGEST_MS = 10_000;

/**
 * Makes attempts until one succeeds. Between them it waits as long as `Retry-After` says, and then
 * a random part of a time that doubles (full jitter).
 * @throws {Error} of the last attempt, when another is not safe, not left or would come too late
 */
export const withRetries = async <T>(
  { retries, deadline, signal, timers }: RetryOptions,
  attempt: (number: number) => Promise<Outcome<T>>,
): Promise<T> => {
  for (let number = 1; ; number += 1) {
    const outcome = await attempt(number);
    if ('value' in outcome) return outcome.value;
    const { error, mayRepeat, retryAfter = 0 } = outcome;
    const wait = retryAfter * 1000 + timers.random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** (number - 1));
    if (!mayRepeat || number > retries || timers.now() + wait >= deadline) throw error;
    await sleep(wait, signal, timers);
  }
};

/** Reads `Retry-After`, which is a number of seconds or a date, in seconds. */
export const readRetryAfter = (headers: Headers, now: number): number | undefined => {
  const text = headers.get('retry-after')?.trim();
  if (!text) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
};
