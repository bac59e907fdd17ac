/**
 * A failed invocation, with `errorType` and `errorMessage` as Lambda reports them in the payload of
 * an `Unhandled` answer.
 */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
  readonly errorType: string;
  readonly requestId: string;
  readonly trace: readonly string[];

  constructor(errorType: string, errorMessage: string, requestId: string, trace: readonly string[] = []) {
    super(errorMessage);
    this.errorType = errorType;
    this.requestId = requestId;
    this.trace = trace;
  }
}

/**
 * The process of a function ended during an invocation; `reason` is an exit status or a signal, as
 * Lambda words it, absent for status 0.
 */
export const exitError = (requestId: string, reason: string | undefined): FunctionError => {
  const ending = reason ? `exited with error: ${reason}` : 'exited without providing a reason';
  return new FunctionError('Runtime.ExitError', `RequestId: ${requestId} Error: Runtime ${ending}`, requestId);
};

/** An invocation took longer than the function's timeout in seconds. */
export const timeoutError = (requestId: string, seconds: number): FunctionError =>
  new FunctionError('Sandbox.Timedout', `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`, requestId);
