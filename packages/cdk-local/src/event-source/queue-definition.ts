import { anyFilter } from './filters.ts';
import type { TemplateMapping } from './template-mapping.ts';

/** A Lambda event source mapping on an SQS queue, with Lambda's defaults filled in. */
export interface QueueMappingDefinition {
  readonly id: string;
  readonly queueArn: string;
  readonly functionName: string;
  readonly batchSize: number;
  readonly windowSeconds: number;
  /** The number of batches that run at once. */
  readonly concurrency: number;
  readonly reportsItemFailures: boolean;
  /**
   * Whether a message (in the event's own shape, its body decoded where it is JSON) is wanted;
   * others are deleted.
   */
  readonly accepts: (record: unknown) => boolean;
}

// "Lambda … starts with five concurrent batches" (Lambda developer guide, scaling of SQS event
// source mappings).
const FIRST_BATCHES = 5;

/**
 * Reads the mapping of a queue; throws for a malformed filter and for a batch of more than 10
 * without a window, as Lambda refuses both.
 */
export const queueMappingDefinition = (id: string, mapping: TemplateMapping): QueueMappingDefinition => {
  const batchSize = mapping.BatchSize ?? 10;
  const windowSeconds = mapping.MaximumBatchingWindowInSeconds ?? 0;
  if (batchSize > 10 && windowSeconds < 1) throw new Error(`${id}: a batch size over 10 needs a batching window of at least a second`);
  return {
    id,
    queueArn: mapping.EventSourceArn,
    functionName: mapping.FunctionName,
    batchSize,
    windowSeconds,
    concurrency: mapping.ScalingConfig?.MaximumConcurrency ?? FIRST_BATCHES,
    reportsItemFailures: mapping.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
    accepts: anyFilter(mapping.FilterCriteria),
  };
};
