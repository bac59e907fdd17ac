import { DeadlineExceeded } from './deadline.ts';

const CONNECTION_ERRORS = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH']);

/** The names of the throttles of AWS services; the SDK knows them, but its errors do not say so. */
const THROTTLES = new Set([
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TransactionInProgressException',
  'TimeoutError',
]);

/** The metadata of an answer. */
export interface Metadata {
  readonly httpStatusCode?: number | undefined;
  readonly requestId?: string | undefined;
}

/**
 * Thrown for an answer that is not the service's. It does not quote the answer, because it may be
 * logged.
 */
export class UnreadableAnswer extends Error {
  readonly $metadata: Metadata;
  readonly code?: string;

  constructor({ httpStatusCode }: Metadata, code?: string) {
    super(`the answer (status ${httpStatusCode}) is not that of the service`);
    this.name = 'UnreadableAnswer';
    // The SDK decides by these what to retry.
    this.$metadata = { httpStatusCode };
    if (code !== undefined) this.code = code;
  }
}

interface SdkError {
  readonly name?: string;
  readonly $fault?: string;
  readonly $response?: { readonly statusCode?: number };
  readonly code?: string;
}

/**
 * Returns the error to throw instead of one that quotes an answer: an error of the service itself
 * has a fault and a name.
 */
export const unreadableAnswerOf = (error: unknown): UnreadableAnswer | undefined => {
  const { $response, $fault, name, code } = error as SdkError;
  const isOfService = $fault !== undefined && name !== 'Unknown';
  return $response === undefined || isOfService ? undefined : new UnreadableAnswer({ httpStatusCode: $response.statusCode }, code);
};

/**
 * Requires that an answer comes from the service, which gives every answer a request id. An empty
 * answer may also be a success.
 */
export const requireAnswer = (metadata: Metadata): void => {
  if (metadata.requestId === undefined) throw new UnreadableAnswer(metadata);
};

/**
 * True when an error of the SDK is a fault of the service, a throttle that outlasted its retries,
 * no answer, or an answer of something else.
 */
export const isOutage = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  if (error instanceof UnreadableAnswer || error instanceof DeadlineExceeded) return true;
  const { $fault, code } = error as SdkError;
  return $fault === 'server' || THROTTLES.has(error.name) || CONNECTION_ERRORS.has(code ?? '');
};
