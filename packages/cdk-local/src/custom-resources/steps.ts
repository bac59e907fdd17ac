import { messageOf } from '../base/message-of.ts';
import type { CustomResourceReport } from './report.ts';
import type { CustomResourceState } from './state.ts';

type Outcome = CustomResourceReport['outcome'];

/** The work on one resource after the other, and what came of it. */
export interface Steps {
  /** Does what it takes for one resource, and reports its end. */
  run(path: string, type: string, work: () => Promise<Outcome>): Promise<void>;
  /** Reports a resource for which nothing can be done now. */
  wait(path: string, type: string, reason: string): void;
  /** Returns whether a resource failed, or waits for one that did. */
  hasFailed(path: string): boolean;
  /** Returns whether a resource of a stack did. */
  hasFailedIn(stack: string): boolean;
}

/** Opens the steps of one start. */
export const openSteps = ({ kept }: CustomResourceState, report: (report: CustomResourceReport) => void): Steps => {
  const failed = new Set<string>();
  const idOf = (path: string) => kept.get(path)?.id;
  return {
    async run(path, type, work) {
      const former = idOf(path);
      const end = (outcome: Outcome, reason?: string): void => {
        const id = idOf(path) ?? former;
        report({ path, type, outcome, ...(id !== undefined && { id }), ...(reason !== undefined && { reason }) });
      };
      try {
        end(await work());
      } catch (error) {
        failed.add(path);
        end('failed', messageOf(error));
      }
    },
    wait(path, type, reason) {
      failed.add(path);
      report({ path, type, outcome: 'waiting', reason });
    },
    hasFailed: (path) => failed.has(path),
    hasFailedIn: (stack) => [...failed].some((path) => stackOf(path) === stack),
  };
};

/** Returns the name of the stack of a resource. */
export const stackOf = (path: string): string => path.split('/')[0] ?? '';
