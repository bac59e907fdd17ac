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

/** What the SDK says of an answer. */
export interface Metadata {
  readonly httpStatusCode?: number | undefined;
  readonly requestId?: string | undefined;
}

/** Thrown of an answer that is not the service's: of what it said nothing is told, since it may be logged. */
export class UnreadableAnswer extends Error {
  readonly $metadata: Metadata;
  readonly code?: string;

  constructor({ httpStatusCode }: Metadata, code?: string) {
    super(`the answer (status ${httpStatusCode}) is not that of the service`);
    this.name = 'UnreadableAnswer';
    // By these the SDK knows what to try again.
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

/** Returns what to throw instead of an error that quotes an answer: an error of the service itself has a fault and a name. */
export const unreadable = (error: unknown): UnreadableAnswer | undefined => {
  const { $response, $fault, name, code } = error as SdkError;
  const isOfService = $fault !== undefined && name !== 'Unknown';
  return $response === undefined || isOfService ? undefined : new UnreadableAnswer({ httpStatusCode: $response.statusCode }, code);
};

/** Requires that an answer comes from the service, which names every request it answers. Empty is also how a transaction succeeds. */
export const requireAnswer = (metadata: Metadata): void => {
  if (metadata.requestId === undefined) throw new UnreadableAnswer(metadata);
};

/** Whether an error of the SDK is a fault of the service, a throttle that outlasted its retries, no answer, or one of something else. */
export const isOutage = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  if (error instanceof UnreadableAnswer || error instanceof DeadlineExceeded) return true;
  const { $fault, code } = error as SdkError;
  return $fault === 'server' || THROTTLES.has(error.name) || CONNECTION_ERRORS.has(code ?? '');
};
