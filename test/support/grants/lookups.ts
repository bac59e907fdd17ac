import { ownedBy } from './grants.ts';
import type { Scene } from './scene.ts';

/** Finds the grant of an owner that allows an action, to be withheld as a fault. */
export const grantOf = (
  { system }: Scene,
  of: string,
  action: string,
  partition?: string,
  on: (resource: string) => boolean = () => true,
) => {
  const found = ownedBy(of, system.runtime.iam.grants()).find(
    (grant) => grant.action === action && grant.partition === partition && on(grant.resource),
  );
  if (found === undefined) throw new Error(`${of} has no grant of ${action}`);
  return found;
};

/** Counts the messages that a queue holds, by the stack's output of its address. */
export const messagesIn = ({ system: { runtime } }: Scene, output: string): number => {
  const [, url = ''] = Object.entries(runtime.outputs).find(([key]) => key.endsWith(`.${output}`)) ?? [];
  const { ApproximateNumberOfMessages: visible, ApproximateNumberOfMessagesNotVisible: held } = runtime.queues.attributes(url);
  return Number(visible) + Number(held);
};

/** Counts the log lines that a function has written. */
export const linesOf = ({ system }: Scene, of: string): number => {
  const name = system.functionName(of);
  return system.logs.filter(({ functionName }) => functionName === name).length;
};
