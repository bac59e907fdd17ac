import { FunctionError } from './function-error.ts';

/** A report of one invocation of a function. */
export interface InvocationReport {
  readonly functionName: string;
  /** Tells apart the invocations of a run; a start and its end have the same. */
  readonly number: number;
  /** The event of the invocation. */
  readonly event: unknown;
  /** Absent at the start. */
  readonly end?: {
    readonly ms: number;
    /** The result of the function, when it returned one. */
    readonly result?: unknown;
    readonly error?: string;
    /** Lambda's name of the failure: `Sandbox.Timedout`, `Runtime.ExitError` or the error's. */
    readonly errorType?: string;
  };
}

/** Follows one invocation, and reports its start and its end. */
export const reported = async (
  report: ((report: InvocationReport) => void) | undefined,
  facts: Omit<InvocationReport, 'end'>,
  run: () => Promise<unknown>,
): Promise<unknown> => {
  if (!report) return run();
  const started = performance.now();
  report(facts);
  try {
    const result = await run();
    report({ ...facts, end: { ms: performance.now() - started, result } });
    return result;
  } catch (error) {
    const errorType = error instanceof FunctionError ? { errorType: error.errorType } : {};
    report({ ...facts, end: { ms: performance.now() - started, error: String(error), ...errorType } });
    throw error;
  }
};
