import { messageOf } from '../base/message-of.ts';
import type { ReceivedMessage } from '../sqs/message.ts';
import type { Queue } from '../sqs/queue.ts';
import { failedItems } from './item-failures.ts';
import type { QueueMappingDefinition } from './queue-definition.ts';
import { filterable, queueRecord } from './queue-records.ts';

interface QueueBatchOptions {
  readonly mapping: QueueMappingDefinition;
  readonly queue: Queue;
  readonly region: string;
  /**
   * Whether the function's role may delete messages: a message that it may not delete comes again.
   */
  readonly mayDelete: () => boolean;
  readonly invoke: (event: { readonly Records: readonly object[] }) => Promise<unknown>;
  readonly warn: (message: string) => void;
  /** Multiplies the visibility timeout that a failed message waits for. */
  readonly timeScale: number;
}

// Compressed time must not make a message that keeps failing spin.
const shortestPauseMs = 20;

/**
 * Runs one batch by Lambda's rules: what the filter refuses and what succeeds is deleted; what
 * fails becomes visible again when the queue's visibility timeout, counted from its receipt, is
 * over.
 */
export const processQueueBatch = async (messages: readonly ReceivedMessage[], options: QueueBatchOptions): Promise<void> => {
  const { mapping, queue, region, mayDelete } = options;
  const receivedAt = performance.now();
  const records = messages.map((message) => ({ message, record: queueRecord(message, { arn: mapping.queueArn, region }) }));
  const wanted = records.filter(({ record }) => mapping.accepts(filterable(record)));
  const failed = wanted.length === 0 ? new Set() : await attempt(wanted, options);
  for (const { id, receipt } of messages) {
    if (failed.has(id) || !mayDelete()) giveBack(id, receipt, performance.now() - receivedAt, options);
    else queue.deleteMessage(receipt);
  }
};

const attempt = async (
  batch: readonly { readonly record: { readonly messageId: string } }[],
  { mapping, invoke, warn }: QueueBatchOptions,
): Promise<ReadonlySet<string>> => {
  const ids = batch.map(({ record }) => record.messageId);
  try {
    const answer = await invoke({ Records: batch.map(({ record }) => record) });
    return mapping.reportsItemFailures ? failedItems(ids, answer) : new Set();
  } catch (error) {
    warn(`${mapping.functionName} failed on ${ids.length} message(s), which become visible again: ${messageOf(error)}`);
    return new Set(ids);
  }
};

const giveBack = (id: string, receipt: string, heldMs: number, { queue, timeScale }: QueueBatchOptions): void => {
  // It may have been received again, or purged, while the function ran.
  if (queue.find(id)?.receipt !== receipt) return;
  queue.changeVisibility(receipt, Math.max(shortestPauseMs, queue.settings.visibilityMs * timeScale - heldMs));
};
