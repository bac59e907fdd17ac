import { DeadlineExceeded } from './deadline.ts';

const CONNECTION_ERRORS = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH']);

/** What AWS services throttle with; the SDK knows them by name and tells nothing of it in the error. */
const THROTTLES = new Set([
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TransactionInProgressException',
  'TimeoutError',
]);

interface SdkError extends Error {
  readonly $fault?: string;
  readonly $response?: { readonly statusCode?: number };
  readonly code?: string;
}

/** Thrown instead of what the SDK throws when it cannot read an answer, whose message quotes the answer: it may be logged. */
export class UnreadableAnswer extends Error {
  /** What to throw instead of an error: that of a service has a fault, one of reading its answer has not. */
  static of(error: unknown): UnreadableAnswer | undefined {
    const { $response, $fault, name, code } = error as SdkError;
    if (!(error instanceof Error) || $response === undefined || $fault !== undefined) return undefined;
    return new UnreadableAnswer(`the answer (status ${$response.statusCode}) cannot be read: ${code ?? name}`);
  }
}

/** Whether an error of the SDK is a fault of the service, a throttle that outlasted its retries, no answer at all, or one that is not the service's. */
export const isOutage = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  if (error instanceof UnreadableAnswer || error instanceof DeadlineExceeded) return true;
  const { $fault, code } = error as SdkError;
  return $fault === 'server' || THROTTLES.has(error.name) || CONNECTION_ERRORS.has(code ?? '');
};
