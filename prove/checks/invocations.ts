import type { FailedInvocation } from '../shared/invocation-end.ts';
import type { Violation } from '../shared/part.ts';

/** Finds functions that took all their time, and ends of processes that nobody killed. */
export const invocationFaults = (failed: readonly FailedInvocation[], killed: number): readonly Violation[] => {
  const of = (outcome: FailedInvocation['outcome']): readonly FailedInvocation[] => failed.filter((one) => one.outcome === outcome);
  const exits = of('exit');
  return [
    ...of('timeout').map(({ functionName, ms }) => ({
      promise: 'each function ends within its time',
      detail: `${functionName} was ended after ${Math.round(ms)} ms`,
    })),
    ...(exits.length > killed
      ? [
          {
            promise: 'a function ends only when it is killed',
            detail: `${exits.length} ended in the middle of a call, of which ${killed} were killed`,
            evidence: exits,
          },
        ]
      : []),
  ];
};
