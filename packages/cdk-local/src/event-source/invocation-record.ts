import { randomUUID } from 'node:crypto';
import { FunctionError } from '../lambda/function-error.ts';
import type { Discarded } from './batch.ts';

interface Origin {
  readonly functionArn: string;
  readonly streamArn: string;
  readonly shardId: string;
}

/**
 * The message body that a failure destination gets for discarded records: where they are, not what
 * they hold (Lambda developer guide, "Retain discarded records for a DynamoDB event source").
 */
export const invocationRecord = (
  { records, condition, invocations, error }: Discarded,
  { functionArn, streamArn, shardId }: Origin,
): object => {
  const [first, last] = [records.at(0)?.dynamodb, records.at(-1)?.dynamodb];
  return {
    requestContext: {
      requestId: error instanceof FunctionError ? error.requestId : randomUUID(),
      functionArn,
      condition,
      approximateInvokeCount: invocations,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', ...(error === undefined ? {} : { functionError: 'Unhandled' }) },
    version: '1.0',
    timestamp: new Date().toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: first?.SequenceNumber,
      endSequenceNumber: last?.SequenceNumber,
      approximateArrivalOfFirstRecord: arrival(first?.ApproximateCreationDateTime),
      approximateArrivalOfLastRecord: arrival(last?.ApproximateCreationDateTime),
      batchSize: records.length,
      streamArn,
    },
  };
};

const arrival = (seconds = 0): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
