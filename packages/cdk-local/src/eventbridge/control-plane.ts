import { throttled } from '../base/aws-error.ts';
import { tokenBucket } from '../base/token-bucket.ts';

/**
 * Makes the n-th control-plane call (from 1 on) fail; an error that is not an `AwsError` is
 * answered as 500.
 */
export type ControlPlaneFault = (action: string, count: number) => Promise<Error | undefined> | Error | undefined;

type ControlPlaneOptions = {
  /** Calls a second that are taken; AWS takes 50. Unlimited when absent. */
  readonly rate: number | undefined;
  /** Called before a call has an effect; an error refuses it. */
  readonly before: ControlPlaneFault | undefined;
  /** Called after a call had its effect; an error replaces the answer. */
  readonly after: ControlPlaneFault | undefined;
  /** Called after every call that may have changed something. */
  readonly changed: () => void;
};

const isRead = (action: string): boolean => /^(Describe|List)/.test(action);

/**
 * Wraps every control-plane call that comes over the API: its rate limit, the faults of tests, and
 * saving.
 */
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
