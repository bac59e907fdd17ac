const CONNECTION_ERRORS = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH']);

/** What AWS services throttle with; the SDK knows them by name and tells nothing of it in the error. */
const THROTTLES = new Set([
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TransactionInProgressException',
  'TimeoutError',
]);

/** Whether an error of the SDK is a fault of the service, a throttle that outlasted its retries, or no answer at all. */
export const isOutage = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const { $fault, code } = error as Error & { $fault?: string; code?: string };
  return $fault === 'server' || THROTTLES.has(error.name) || CONNECTION_ERRORS.has(code ?? '');
};
