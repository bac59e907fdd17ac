import type { AttemptExchange } from './attempt-report.ts';

/** An attempt the target accepted. */
export type Success = { readonly kind: 'delivered'; readonly status?: number; readonly exchange?: AttemptExchange };

/**
 * An attempt that failed; `code` is one of AWS's dead-letter error codes, `retryAfterMs` nominal.
 */
export type Failure = {
  readonly kind: 'failed';
  readonly retryable: boolean;
  readonly code: string;
  readonly message: string;
  readonly status?: number;
  readonly retryAfterMs?: number;
  readonly exchange?: AttemptExchange;
};

/** The result of one attempt at a target. */
export type Outcome = Success | Failure;

/** Creates a failure that is not retried. */
export const refused = (code: string, message: string): Failure => ({ kind: 'failed', retryable: false, code, message });
