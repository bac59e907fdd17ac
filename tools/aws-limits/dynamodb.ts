import type { ServiceLimits } from './limit.ts';

const QUOTAS = 'DynamoDB developer guide, "Quotas in Amazon DynamoDB"';
const read = '2026-11';

/** The limits of DynamoDB and of its streams. */
export const DYNAMODB = {
  transactionItems: {
    name: 'Items of a transaction',
    value: 100,
    unit: 'items',
    adjustable: false,
    source: 'DynamoDB API reference, TransactWriteItems',
    read,
    enforced: 'functions/partners/hierarchy.ts bounds the branch that is moved',
    seen: 'A move of a larger branch is 409 `branch-too-large`.',
  },
  itemBytes: {
    name: 'Item size',
    value: 409_600,
    unit: 'bytes',
    adjustable: false,
    source: QUOTAS,
    read,
    enforced: 'functions/shared/endpoint/read-body.ts takes bodies of 256 KiB',
    seen: 'A larger body is 413.',
  },
  batchGetKeys: {
    name: 'Items of BatchGetItem',
    value: 100,
    unit: 'items',
    adjustable: false,
    source: 'DynamoDB API reference, BatchGetItem',
    read,
    enforced: 'functions/shared/table/table.ts cuts',
    seen: 'Nothing: it is not reached.',
  },
  partitionWrites: {
    name: 'Writes of a partition',
    value: 1000,
    unit: 'write units a second',
    adjustable: false,
    source: 'DynamoDB developer guide, "Partitions and data distribution"',
    read,
    enforced: 'not emulated',
    seen: 'Writes are throttled, retried, and in the end 503; [an alarm](runbook.md#table-throttles) rings.',
  },
  streamReaders: {
    name: 'Readers of a stream',
    value: 2,
    unit: 'processes for each shard',
    adjustable: false,
    source: `${QUOTAS}, "DynamoDB Streams"`,
    read,
    enforced: 'lib/bus/publisher.ts and lib/webhooks/webhook-reconciler.ts are the two; not emulated',
    seen: 'A third reader throttles all three: events and changes of endpoints are late.',
  },
  streamHours: {
    name: 'Retention of a stream',
    value: 24,
    unit: 'hours',
    adjustable: false,
    source: 'DynamoDB developer guide, "Change data capture for DynamoDB Streams"',
    read,
    enforced: 'lib/bus/publisher.ts dead-letters after 23 hours, while the record can still be read; not emulated',
    seen: '[Publish again](runbook.md#publish-an-event-again) what is in the dead-letter queue.',
  },
  tokenMinutes: {
    name: 'Idempotency of a transaction',
    value: 10,
    unit: 'minutes',
    adjustable: false,
    source: 'DynamoDB API reference, TransactWriteItems, `ClientRequestToken`',
    read,
    enforced: 'repeats are detected by items of our own (functions/shared/http/idempotency.ts)',
    seen: 'Nothing: it is not reached.',
  },
} as const satisfies ServiceLimits;
