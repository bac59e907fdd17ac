import type { InvocationReport } from '@tenantry/cdk-local/lambda/invocation-report';

/** An invocation that a function took, and that ended with its time, its process or an error. */
export interface FailedInvocation {
  readonly functionName: string;
  readonly outcome: 'timeout' | 'exit' | 'error';
  readonly ms: number;
  readonly error: string;
}

const OUTCOMES: Readonly<Record<string, FailedInvocation['outcome']>> = { 'Sandbox.Timedout': 'timeout', 'Runtime.ExitError': 'exit' };

/** Returns how an invocation failed; undefined when it did not, has not ended, or was not taken. */
export const failureOf = ({ functionName, end }: InvocationReport): FailedInvocation | undefined => {
  if (end?.error === undefined || end.errorType === undefined) return undefined;
  return { functionName, outcome: OUTCOMES[end.errorType] ?? 'error', ms: end.ms, error: end.error };
};
