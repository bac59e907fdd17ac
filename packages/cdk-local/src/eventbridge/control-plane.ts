import { throttled } from '../base/aws-error.ts';
import { tokenBucket } from '../base/token-bucket.ts';

/** Makes the n-th control-plane call (from 1 on) fail; an error that is not an `AwsError` is answered as 500. */
export type ControlPlaneFault = (action: string, count: number) => Promise<Error | undefined> | Error | undefined;

type ControlPlaneOptions = {
  /** Calls a second that are taken; AWS takes 50. Unlimited when absent. */
  readonly rate: number | undefined;
  /** Asked before a call does anything. */
  readonly before: ControlPlaneFault | undefined;
  /** Asked when a call has had its effect: its answer is lost. */
  readonly after: ControlPlaneFault | undefined;
  /** Told of every call that may have changed something. */
  readonly changed: () => void;
};

const isRead = (action: string): boolean => /^(Describe|List)/.test(action);

/** What stands before every call of the control plane that comes in over the API: its rate, the faults of tests and what is kept of it. */
export const controlPlane = ({ rate, before, after, changed }: ControlPlaneOptions) => {
  const mayPass = rate === undefined ? () => true : tokenBucket({ rate, burst: rate });
  let count = 0;

  return async (action: string, run: () => unknown): Promise<unknown> => {
    count += 1;
    const number = count;
    if (!mayPass()) throw throttled();
    const refusal = await before?.(action, number);
    if (refusal !== undefined) throw refusal;
    const answer = await run();
    if (!isRead(action)) changed();
    const loss = await after?.(action, number);
    if (loss !== undefined) throw loss;
    return answer;
  };
};
