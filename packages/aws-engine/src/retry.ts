import type { AnsweredError, Metadata } from './errors.ts';

/** The errors that the SDK counts as throttles. */
const THROTTLES = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'TransactionInProgressException',
]);
// The last one is the only error of DynamoDB that its model marks as retryable.
const TRANSIENT = new Set(['TimeoutError', 'RequestTimeout', 'RequestTimeoutException', 'ReplicatedWriteConflictException']);
const TRANSIENT_STATUSES = new Set([500, 502, 503, 504]);
const NO_CONNECTION = new Set([
  ...['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
]);

/** The kinds of error that are retried: the base of the pause in milliseconds, and the cost. */
const KINDS = { throttle: { baseMs: 1000, cost: 5 }, transient: { baseMs: 50, cost: 14 } };
const MAX_PAUSE_MS = 20_000;
const MAX_CAPACITY = 500;

const kindOf = (error: AnsweredError): keyof typeof KINDS | undefined => {
  if (error.$metadata?.httpStatusCode === 429 || THROTTLES.has(error.name)) return 'throttle';
  return isTransient(error) ? 'transient' : undefined;
};

const MAX_CAUSES = 10;

const isTransient = (error: AnsweredError, depth = 0): boolean =>
  error.name !== 'AbortError' &&
  (error.$metadata?.clockSkewCorrected === true ||
    (error.name === 'InvalidSignatureException' && error.message.includes('Signature expired')) ||
    TRANSIENT.has(error.name) ||
    NO_CONNECTION.has(error.code ?? '') ||
    TRANSIENT_STATUSES.has(error.$metadata?.httpStatusCode ?? 0) ||
    (error.cause !== undefined && depth <= MAX_CAUSES && isTransient(error.cause as AnsweredError, depth + 1)));

/** The milliseconds that an answer asks to wait; none when it does not. */
const retryAfterMs = ({ $response }: AnsweredError): number => {
  const { 'retry-after': after = '', 'x-amz-retry-after': ms } = $response?.headers ?? {};
  if (ms !== undefined) return Number(ms) || 0;
  return (/^\d+(?:\.\d+)?$/.test(after) ? Number(after) * 1000 : Date.parse(after) - Date.now()) || 0;
};

// A service that asks for more than that is asked again sooner.
const MAX_RETRY_AFTER_MS = 5000;

export interface RetryOptions {
  readonly maxAttempts: number;
  /** The base of the pause after an error that is no throttle, in milliseconds. */
  readonly baseMs?: number | undefined;
}

/** Runs the attempts of one call. */
export type Retry = <T extends { readonly output: { readonly $metadata: Metadata } }>(
  attempt: (number: number) => Promise<T>,
) => Promise<T>;

/**
 * Creates the retries of a client, which are those of the SDK's `standard` mode: full jitter, and a
 * capacity that all calls of the client share, so that few are retried while a service is down.
 */
export const standardRetry = ({ maxAttempts, baseMs }: RetryOptions): Retry => {
  let capacity = MAX_CAPACITY;
  return async (attempt) => {
    let totalRetryDelay = 0;
    let refund = 1;
    for (let attempts = 1; ; attempts += 1) {
      try {
        const answer = await attempt(attempts);
        capacity = Math.min(MAX_CAPACITY, capacity + refund);
        Object.assign(answer.output.$metadata, { attempts, totalRetryDelay });
        return answer;
      } catch (thrown) {
        const error = thrown as AnsweredError;
        const kind = kindOf(error);
        if (kind === undefined || attempts >= maxAttempts || capacity < KINDS[kind].cost) {
          error.$metadata = { ...error.$metadata, attempts, totalRetryDelay };
          throw error;
        }
        refund = KINDS[kind].cost;
        capacity -= refund;
        const base = kind === 'transient' && baseMs !== undefined ? baseMs : KINDS[kind].baseMs;
        const jitter = Math.floor(Math.random() * Math.min(MAX_PAUSE_MS, base * 2 ** (attempts - 1)));
        const ms = Math.max(jitter, Math.min(retryAfterMs(error), jitter + MAX_RETRY_AFTER_MS));
        totalRetryDelay += ms;
        await new Promise((resolve) => setTimeout(resolve, ms));
      }
    }
  };
};
