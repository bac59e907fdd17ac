import { setTimeout as delay } from 'node:timers/promises';
import type { ReceivedMessage } from '../sqs/message.ts';
import type { EventSourceMapping } from './mapping.ts';
import { processQueueBatch } from './queue-batch.ts';

type QueueMappingOptions = Parameters<typeof processQueueBatch>[1];

const pollMs = 20_000;
const checkMs = 10;
const stopWithinMs = 500;

/** Polls a queue and feeds the function until `stop`; messages whose batch has not ended then stay on the queue. */
export function startQueueMapping(options: QueueMappingOptions): EventSourceMapping {
  const { mapping, queue } = options;
  const stop = new AbortController();
  const running = new Set<Promise<void>>();
  const nextBatch = batches(options, stop.signal);

  const run = async () => {
    while (!stop.signal.aborted) {
      const messages = await nextBatch();
      if (messages.length === 0) continue;
      const batch = processQueueBatch(messages, options).finally(() => running.delete(batch));
      running.add(batch);
      if (running.size >= mapping.concurrency) await Promise.race(running);
    }
    await Promise.all(running);
  };
  const polling = run();

  return {
    async idle() {
      while (queue.isWaitingFor(mapping.id) && !stop.signal.aborted) await delay(checkMs);
    },
    async stop() {
      stop.abort();
      await Promise.race([polling, delay(stopWithinMs, undefined, { ref: false })]);
    },
  };
}

/** Gathers up to a batch within the window, which begins with the first message. */
function batches({ mapping, queue, timeScale }: QueueMappingOptions, signal: AbortSignal): () => Promise<readonly ReceivedMessage[]> {
  return async () => {
    const held = await queue.receive({ most: Math.min(10, mapping.batchSize), waitMs: pollMs, by: mapping.id, signal });
    const until = performance.now() + mapping.windowSeconds * 1000 * timeScale;
    while (held.length > 0 && held.length < mapping.batchSize && performance.now() < until && !signal.aborted) {
      const waitMs = until - performance.now();
      held.push(...(await queue.receive({ most: Math.min(10, mapping.batchSize - held.length), waitMs, by: mapping.id, signal })));
    }
    return held;
  };
}
