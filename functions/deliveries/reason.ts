/** The part of a delivery that says why it was dead-lettered, as EventBridge names it. */
export interface Failed {
  readonly errorCode: string;
  readonly errorMessage?: string;
  readonly condition?: string;
  readonly retryAttempts?: number;
}

/** Returns the status that the endpoint answered, which only the message of EventBridge has. */
export const statusIn = (errorMessage: string): number | undefined => {
  const [, status] = /\b(?:status|code|http|returned|answered)\b\D{0,20}\b([1-5]\d\d)\b/i.exec(errorMessage) ?? [];
  return status === undefined ? undefined : Number(status);
};

/**
 * Returns in a sentence why a webhook was dead-lettered: `The endpoint answered 422.` for the code
 * `SDK_CLIENT_ERROR` with that status in its message.
 */
export const reasonOf = (failed: Failed): string => `${causeOf(failed)}${attemptsOf(failed)}.`;

const causeOf = ({ errorCode, errorMessage = '' }: Failed): string => {
  const status = statusIn(errorMessage);
  if (status !== undefined) return `The endpoint answered ${status}`;
  return CAUSES[errorCode] ?? `EventBridge reported ${errorCode}`;
};

const attemptsOf = ({ condition, retryAttempts = 0 }: Failed): string => {
  if (retryAttempts === 0) return condition === undefined ? ', which is not retried' : '';
  return condition === undefined ? '' : ` at the last of ${retryAttempts + 1} attempts`;
};

/** The codes of EventBridge, for messages without a status. */
const CAUSES: Readonly<Record<string, string>> = {
  CONNECTION_FAILURE: 'The name of the host did not resolve, or the endpoint refused the connection',
  ERROR_FROM_TARGET: 'The endpoint answered with an error',
  INVALID_PARAMETER: 'EventBridge refused a header of the request',
  NO_PERMISSIONS: 'EventBridge had no right to call the endpoint, or no credentials for it',
  NO_RESOURCE: 'The API destination of the endpoint, or its connection, did not exist',
  SDK_CLIENT_ERROR: 'The endpoint could not be reached, or refused the request',
  THROTTLING: 'There were too many requests to the endpoint',
  TIMEOUT: 'The endpoint did not answer in time',
};
