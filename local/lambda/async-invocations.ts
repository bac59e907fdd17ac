import { waits } from '../eventbridge/waits.ts';
import { ASYNC_DEFAULTS, type AsyncDefinition } from './async-definition.ts';
import { asyncRecord, type GivenUp, messageOf } from './async-record.ts';
import { functionName } from './functions.ts';

interface AsyncInvocationsOptions {
  readonly functionArns: readonly string[];
  readonly definitions: readonly AsyncDefinition[];
  readonly invoke: (arn: string, event: unknown) => Promise<unknown>;
  /** Sends to a queue as the role of a function. */
  readonly sendToQueue: (functionArn: string, queueArn: string, body: string) => void;
  readonly warn: (message: string) => void;
  /** Multiplies the pauses between attempts and the age of events; 1 is real time. */
  readonly timeScale: number;
}

/** The functions' queue of events: what EventBridge puts there is invoked until it succeeds or is given up. */
export type AsyncInvocations = ReturnType<typeof asyncInvocations>;

// "About one minute before the first retry, and two before the second" (Lambda developer guide, error handling of asynchronous invocation).
const PAUSES_MS = [60_000, 120_000];

/** Runs events as Lambda does asynchronously: a failure is tried again after 1 and 2 minutes, and then told to the failure destination, or lost with a warning. */
export const asyncInvocations = ({ functionArns, definitions, invoke, sendToQueue, warn, timeScale }: AsyncInvocationsOptions) => {
  const time = waits(timeScale);
  const pending = new Set<Promise<void>>();
  const definitionOf = (name: string): Omit<AsyncDefinition, 'functionName'> =>
    definitions.find(({ functionName }) => functionName === name) ?? ASYNC_DEFAULTS;

  const giveUp = (failed: GivenUp, destination: string | undefined): void => {
    const { functionArn, error, invocations } = failed;
    const fate = destination === undefined ? 'the event is lost' : 'the event is a dead letter';
    warn(`${functionName(functionArn)} failed after ${invocations} attempts, ${fate}: ${messageOf(error)}`);
    if (destination !== undefined) sendToQueue(functionArn, destination, JSON.stringify(asyncRecord(failed)));
  };

  const run = async (functionArn: string, event: unknown): Promise<void> => {
    const { retries, maxAgeSeconds, onFailure } = definitionOf(functionName(functionArn));
    const acceptedAt = performance.now();
    for (let invocations = 1; ; invocations += 1) {
      const error = await invoke(functionArn, event).then(() => undefined, asError);
      if (error === undefined || time.signal.aborted) return;
      const pauseMs = time.scaled(PAUSES_MS[invocations - 1] ?? 0);
      const late = performance.now() - acceptedAt + pauseMs > time.scaled(maxAgeSeconds * 1000);
      if (invocations > retries || late) {
        const condition = invocations > retries ? 'RetriesExhausted' : 'EventAgeExceeded';
        return giveUp({ functionArn, event, condition, invocations, error }, onFailure);
      }
      warn(`${functionName(functionArn)} failed and is tried again in ${Math.ceil(pauseMs / 1000)} s: ${messageOf(error)}`);
      if (!(await time.sleep(pauseMs))) return;
    }
  };

  return {
    /** Takes an event for a function and returns at once; throws when there is no such function. */
    accept(functionArn: string, event: unknown): void {
      if (!functionArns.includes(functionArn)) throw new Error(`There is no function ${functionArn}`);
      const running = run(functionArn, event).finally(() => pending.delete(running));
      pending.add(running);
    },

    /** Resolves when no event is being tried or waits for its next attempt. */
    async idle(): Promise<void> {
      while (pending.size > 0) await Promise.allSettled(pending);
    },

    /** Gives up every wait. */
    stop: (): void => time.cancel(),
  };
};

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
