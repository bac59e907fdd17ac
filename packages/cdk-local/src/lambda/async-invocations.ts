import { randomUUID } from 'node:crypto';
import { type Collection, noCollection } from '../base/journal.ts';
import { messageOf } from '../base/message-of.ts';
import { waits } from '../base/waits.ts';
import { ASYNC_DEFAULTS, type AsyncDefinition } from './async-definition.ts';
import { asyncRecord, type FailedInvocation } from './async-record.ts';
import { functionName } from './functions.ts';

interface AsyncInvocationsOptions {
  readonly functionArns: readonly string[];
  readonly definitions: readonly AsyncDefinition[];
  readonly invoke: (arn: string, event: unknown) => Promise<unknown>;
  /** Sends to a queue as the role of a function. */
  readonly sendToQueue: (functionArn: string, queueArn: string, body: string) => void;
  readonly warn: (message: string) => void;
  /** Keeps events that are not done with, until `resume` of a later start; nothing unless given. */
  readonly kept?: Collection<PendingInvocation>;
  /** Multiplies the pauses between attempts and the age of events; 1 is real time. */
  readonly timeScale: number;
}

/** An event on a function's queue: attempts made, and times in milliseconds since the epoch. */
export interface PendingInvocation {
  readonly functionArn: string;
  readonly event: unknown;
  readonly acceptedAt: number;
  readonly attempts: number;
  readonly dueAt: number;
}

/**
 * The functions' queue of events: each is invoked until it succeeds or its retries are exhausted.
 */
export type AsyncInvocations = ReturnType<typeof asyncInvocations>;

// "About one minute before the first retry, and two before the second" (Lambda developer guide,
// error handling of asynchronous invocation).
const PAUSES_MS = [60_000, 120_000];

/**
 * Runs events as Lambda does asynchronously: a failure is retried after 1 and 2 minutes, and then
 * sent to the failure destination, or lost with a warning.
 */
export const asyncInvocations = (options: AsyncInvocationsOptions) => {
  const { functionArns, definitions, invoke, sendToQueue, warn, kept = noCollection<PendingInvocation>(), timeScale } = options;
  const time = waits(timeScale);
  const pending = new Set<Promise<void>>();
  const definitionOf = (name: string): Omit<AsyncDefinition, 'functionName'> =>
    definitions.find(({ functionName }) => functionName === name) ?? ASYNC_DEFAULTS;

  const abandon = (failed: FailedInvocation, destination: string | undefined): void => {
    const { functionArn, error, invocations } = failed;
    const fate = destination === undefined ? 'the event is lost' : 'the event is a dead letter';
    warn(
      `${functionName(functionArn)} failed after ${invocations === 1 ? '1 attempt' : `${invocations} attempts`}, ${fate}: ${messageOf(error)}`,
    );
    if (destination !== undefined) sendToQueue(functionArn, destination, JSON.stringify(asyncRecord(failed)));
  };

  const run = async (id: string, queued: PendingInvocation): Promise<void> => {
    const { functionArn, event, acceptedAt, dueAt } = queued;
    const { retries, maxAgeSeconds, onFailure } = definitionOf(functionName(functionArn));
    const begun = performance.now() - Math.max(0, Date.now() - acceptedAt);
    if (dueAt > Date.now() && !(await time.sleep(dueAt - Date.now()))) return;
    for (let invocations = queued.attempts + 1; ; invocations += 1) {
      const error = await invoke(functionArn, event).then(() => undefined, asError);
      if (time.signal.aborted && error !== undefined) return;
      if (error === undefined) return kept.remove(id);
      const pauseMs = time.scaled(PAUSES_MS[invocations - 1] ?? 0);
      const late = performance.now() - begun + pauseMs > time.scaled(maxAgeSeconds * 1000);
      if (invocations > retries || late) {
        const condition = invocations > retries ? 'RetriesExhausted' : 'EventAgeExceeded';
        abandon({ functionArn, event, condition, invocations, error }, onFailure);
        return kept.remove(id);
      }
      warn(`${functionName(functionArn)} failed and is tried again in ${Math.ceil(pauseMs / 1000)} s: ${messageOf(error)}`);
      kept.put(id, { ...queued, attempts: invocations, dueAt: Date.now() + pauseMs });
      if (!(await time.sleep(pauseMs))) return;
    }
  };

  const follow = (id: string, queued: PendingInvocation): void => {
    const running = run(id, queued).finally(() => pending.delete(running));
    pending.add(running);
  };

  return {
    /**
     * Takes an event for a function, keeps it and returns at once; throws when there is no such
     * function.
     */
    accept(functionArn: string, event: unknown): void {
      if (!functionArns.includes(functionArn)) throw new Error(`There is no function ${functionArn}`);
      const [id, now] = [randomUUID(), Date.now()];
      const queued = { functionArn, event, acceptedAt: now, attempts: 0, dueAt: now };
      kept.put(id, queued);
      follow(id, queued);
    },

    /** Continues the events that the previous process left. */
    resume(): void {
      for (const [id, queued] of kept.entries()) {
        if (functionArns.includes(queued.functionArn)) follow(id, queued);
        else {
          warn(`There is no function ${queued.functionArn} any more: an event for it is lost`);
          kept.remove(id);
        }
      }
    },

    /** Resolves when no event is being tried or waits for its next attempt. */
    async idle(): Promise<void> {
      while (pending.size > 0) await Promise.allSettled(pending);
    },

    /** Cancels every wait. */
    stop: (): void => time.cancel(),
  };
};

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
