import type { Receiver } from '../faults/receiver.ts';
import type { Promises } from './promises.ts';
import type { Restored } from './restore.ts';

type Command = (...args: readonly string[]) => Promise<string>;

/** A restored table, and all that looks at it. */
export interface RestoredScene {
  readonly restored: Restored;
  readonly receiver: Receiver;
  /** Runs commands on the restored system, and on the one of before. */
  readonly command: Command;
  readonly formerCommand: Command;
  readonly promises: Promises;
}
