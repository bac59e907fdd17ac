import { AwsError } from '@tenantry/cdk-local/base/aws-error';
import type { InvocationReport } from '@tenantry/cdk-local/lambda/invocation-report';

/** The parts of the table's calls that can be throttled. */
export const THROTTLES = ['none', 'half', 'all'] as const;

export type Throttle = (typeof THROTTLES)[number];

/** The faults that are on, and how often each struck since it was set. */
export interface FaultState {
  readonly throttle: Throttle;
  readonly throttled: number;
  /** The name of the function that crashes. */
  readonly crash?: string;
  readonly crashed: number;
}

const THROTTLED = 'The level of configured provisioned throughput for the table was exceeded.';

/** Makes the faults of a runtime, all of them off. */
export const openFaults = () => {
  let [throttle, throttled, calls, crashed]: [Throttle, number, number, number] = ['none', 0, 0, 0];
  let crash: string | undefined;
  let kill: (functionName: string) => Promise<void> = () => Promise.resolve();

  return {
    /** Gives what ends the processes of a function. */
    attach(end: (functionName: string) => Promise<void>): void {
      kill = end;
    },
    throttle(wanted: Throttle): void {
      [throttle, throttled] = [wanted, 0];
    },
    /** Ends the process of a function in each of its invocations; of none with undefined. */
    crash(functionName: string | undefined): void {
      [crash, crashed] = [functionName, 0];
    },
    read: (): FaultState => ({ throttle, throttled, crashed, ...(crash !== undefined && { crash }) }),

    database(): AwsError | undefined {
      calls += 1;
      if (throttle === 'none' || (throttle === 'half' && calls % 2 === 0)) return undefined;
      throttled += 1;
      return new AwsError('ProvisionedThroughputExceededException', THROTTLED);
    },
    invocation({ functionName, end }: InvocationReport): void {
      if (end !== undefined || functionName !== crash) return;
      crashed += 1;
      // By then the event is on its way to the process.
      setImmediate(() => void kill(functionName));
    },
  };
};
