import type { Duration } from 'aws-cdk-lib';
import { FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { DeadLetterQueue } from '../base/dead-letter-queue.ts';
import type { TenantryFunction } from '../base/tenantry-function.ts';
import type { TenantryTable } from './tenantry-table.ts';

interface StreamOptions {
  readonly consumer: TenantryFunction;
  readonly deadLetters: DeadLetterQueue;
  /** The pattern of the stream's records that the consumer gets. */
  readonly filter: Readonly<Record<string, unknown>>;
  readonly batchSize: number;
  readonly parallelizationFactor: number;
  /**
   * Required, as is the age: Lambda's defaults would retry one bad record as long as the stream
   * keeps it, and block every record behind it.
   */
  readonly retryAttempts: number;
  readonly maxRecordAge: Duration;
}

/**
 * Sends the table's stream to a function that has the right to read it. A failing batch is split
 * down to the failing record, which is sent to the dead-letter queue.
 */
export const consumeStream = (table: TenantryTable, { consumer, deadLetters, filter, ...tuning }: StreamOptions): void => {
  deadLetters.grantSend(consumer);
  consumer.lambda.addEventSourceMapping('Stream', {
    ...tuning,
    eventSourceArn: table.streamArn,
    // LATEST would miss what is written while the mapping is being created.
    startingPosition: StartingPosition.TRIM_HORIZON,
    filters: [FilterCriteria.filter(filter)],
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    // SqsDlq would also grant to read the queue's attributes.
    onFailure: { bind: () => ({ destination: deadLetters.queue.queueArn }) },
  });
};
