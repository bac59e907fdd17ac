import { compilePattern, type EventPattern } from '../eventbridge/pattern.ts';
import type { Resource } from '../template/model.ts';

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
  /** ARN of the queue that learns of discarded batches. */
  readonly onFailureArn?: string;
}

/** What happens to a batch that fails; −1 means without limit. */
export interface RetryPolicy {
  readonly maximumRetryAttempts: number;
  readonly maximumRecordAgeSeconds: number;
  readonly bisect: boolean;
  readonly reportsItemFailures: boolean;
}

type TemplateMapping = {
  readonly EventSourceArn: string;
  readonly FunctionName: string;
  readonly Enabled?: boolean;
  readonly BatchSize?: number;
  readonly MaximumBatchingWindowInSeconds?: number;
  readonly FilterCriteria?: { readonly Filters?: readonly { readonly Pattern: string }[] };
  readonly FunctionResponseTypes?: readonly string[];
  readonly MaximumRetryAttempts?: number;
  readonly MaximumRecordAgeInSeconds?: number;
  readonly BisectBatchOnFunctionError?: boolean;
  readonly DestinationConfig?: { readonly OnFailure?: { readonly Destination?: string } };
  readonly StartingPosition?: 'TRIM_HORIZON' | 'LATEST';
};

/** Reads `AWS::Lambda::EventSourceMapping`; undefined when it is disabled, an error when its source is no DynamoDB stream or a filter is malformed. */
export function mappingDefinition(resource: Resource): MappingDefinition | undefined {
  const mapping = resource.properties() as unknown as TemplateMapping;
  if (mapping.Enabled === false) return undefined;
  if (!mapping.EventSourceArn.includes(':dynamodb:'))
    throw new Error(`${resource.path}: only DynamoDB streams are run locally as an event source`);
  const onFailureArn = mapping.DestinationConfig?.OnFailure?.Destination;
  return {
    id: resource.path,
    streamArn: mapping.EventSourceArn,
    functionName: mapping.FunctionName,
    batchSize: mapping.BatchSize ?? 100,
    windowSeconds: mapping.MaximumBatchingWindowInSeconds ?? 0,
    accepts: anyFilter((mapping.FilterCriteria?.Filters ?? []).map(({ Pattern }) => Pattern)),
    startingPosition: mapping.StartingPosition ?? 'TRIM_HORIZON',
    policy: {
      maximumRetryAttempts: mapping.MaximumRetryAttempts ?? -1,
      maximumRecordAgeSeconds: mapping.MaximumRecordAgeInSeconds ?? -1,
      bisect: mapping.BisectBatchOnFunctionError ?? false,
      reportsItemFailures: mapping.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
    },
    ...(onFailureArn ? { onFailureArn } : {}),
  };
}

/** Filters are alternatives; none accepts everything. */
function anyFilter(patterns: readonly string[]): (record: unknown) => boolean {
  const filters = patterns.map((pattern) => compilePattern(JSON.parse(pattern) as EventPattern));
  return (record) => filters.length === 0 || filters.some((accepts) => accepts(record));
}
