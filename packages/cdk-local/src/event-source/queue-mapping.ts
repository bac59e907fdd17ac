import { setTimeout as delay } from 'node:timers/promises';
import type { ReceivedMessage } from '../sqs/message.ts';
import type { EventSourceMapping } from './mapping.ts';
import { processQueueBatch } from './queue-batch.ts';

interface QueueMappingOptions extends QueueBatchOptions {
  /** Whether the function's role may receive messages; none are received while it may not. */
  readonly mayReceive: () => boolean;
}

type QueueBatchOptions = Parameters<typeof processQueueBatch>[1];

const pollMs = 20_000;
const checkMs = 10;
const deniedMs = 50;
const stopWithinMs = 500;

/**
 * Polls a queue and feeds the function until `stop`; messages whose batch has not ended then stay
 * on the queue.
 */
export const startQueueMapping = (options: QueueMappingOptions): EventSourceMapping => {
  const { mapping, queue, mayReceive } = options;
  const stop = new AbortController();
  const running = new Set<Promise<void>>();
  const nextBatch = batches(options, stop.signal);

  const run = async () => {
    while (!stop.signal.aborted) {
      if (!mayReceive()) {
        await delay(deniedMs, undefined, { signal: stop.signal }).catch(() => undefined);
        continue;
      }
      const messages = await nextBatch();
      if (messages.length === 0) continue;
      if (!mayReceive()) {
        // What was received by a poll that had begun when it was still permitted.
        for (const { receipt } of messages) queue.changeVisibility(receipt, 0);
        continue;
      }
      const batch = processQueueBatch(messages, options).finally(() => running.delete(batch));
      running.add(batch);
      if (running.size >= mapping.concurrency) await Promise.race(running);
    }
    await Promise.all(running);
  };
  const polling = run();

  return {
    async idle() {
      while (queue.isWaitingFor(mapping.id) && mayReceive() && !stop.signal.aborted) await delay(checkMs);
    },
    async stop() {
      stop.abort();
      await Promise.race([polling, delay(stopWithinMs, undefined, { ref: false })]);
    },
  };
};

/** Gathers up to a batch within the window, which begins with the first message. */
const batches =
  ({ mapping, queue, timeScale }: QueueMappingOptions, signal: AbortSignal): (() => Promise<readonly ReceivedMessage[]>) =>
  async () => {
    const held = await queue.receive({ most: Math.min(10, mapping.batchSize), waitMs: pollMs, by: mapping.id, signal });
    const until = performance.now() + mapping.windowSeconds * 1000 * timeScale;
    while (held.length > 0 && held.length < mapping.batchSize && performance.now() < until && !signal.aborted) {
      const waitMs = until - performance.now();
      held.push(...(await queue.receive({ most: Math.min(10, mapping.batchSize - held.length), waitMs, by: mapping.id, signal })));
    }
    return held;
  };
