import type { Resource } from '../template/model.ts';
import { anyFilter } from './filters.ts';
import { type QueueMappingDefinition, queueMappingDefinition } from './queue-definition.ts';
import type { TemplateMapping } from './template-mapping.ts';

/** A Lambda event source mapping on a DynamoDB stream, with Lambda's defaults filled in. */
export interface MappingDefinition {
  readonly id: string;
  /** The stream's ARN as the template's functions know it. */
  readonly streamArn: string;
  readonly functionName: string;
  readonly batchSize: number;
  readonly windowSeconds: number;
  /** Whether a record (in the event's own shape) is wanted. */
  readonly accepts: (record: unknown) => boolean;
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  readonly policy: RetryPolicy;
  /** ARN of the queue for discarded batches. */
  readonly onFailureArn?: string;
}

/** The retry policy of a failed batch; −1 means without limit. */
export interface RetryPolicy {
  readonly maximumRetryAttempts: number;
  readonly maximumRecordAgeSeconds: number;
  readonly bisect: boolean;
  readonly reportsItemFailures: boolean;
}

/**
 * Reads `AWS::Lambda::EventSourceMapping`; undefined when it is disabled, an error when its source
 * is neither a DynamoDB stream nor a queue or a filter is malformed.
 */
export const mappingDefinition = ({ path, properties }: Resource): MappingDefinition | QueueMappingDefinition | undefined => {
  const mapping = properties() as unknown as TemplateMapping;
  if (mapping.Enabled === false) return undefined;
  if (mapping.EventSourceArn.includes(':sqs:')) return queueMappingDefinition(path, mapping);
  if (mapping.EventSourceArn.includes(':dynamodb:')) return streamMappingDefinition(path, mapping);
  throw new Error(`${path}: only DynamoDB streams and SQS queues are run locally as an event source`);
};

const streamMappingDefinition = (id: string, mapping: TemplateMapping): MappingDefinition => {
  const onFailureArn = mapping.DestinationConfig?.OnFailure?.Destination;
  return {
    id,
    streamArn: mapping.EventSourceArn,
    functionName: mapping.FunctionName,
    batchSize: mapping.BatchSize ?? 100,
    windowSeconds: mapping.MaximumBatchingWindowInSeconds ?? 0,
    accepts: anyFilter(mapping.FilterCriteria),
    startingPosition: mapping.StartingPosition ?? 'TRIM_HORIZON',
    policy: {
      maximumRetryAttempts: mapping.MaximumRetryAttempts ?? -1,
      maximumRecordAgeSeconds: mapping.MaximumRecordAgeInSeconds ?? -1,
      bisect: mapping.BisectBatchOnFunctionError ?? false,
      reportsItemFailures: mapping.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
    },
    ...(onFailureArn ? { onFailureArn } : {}),
  };
};
