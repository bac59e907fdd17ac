import type { FilterCriteria } from './filters.ts';

/** The properties of `AWS::Lambda::EventSourceMapping` that are read. */
export type TemplateMapping = {
  readonly EventSourceArn: string;
  readonly FunctionName: string;
  readonly Enabled?: boolean;
  readonly BatchSize?: number;
  readonly MaximumBatchingWindowInSeconds?: number;
  readonly FilterCriteria?: FilterCriteria;
  readonly FunctionResponseTypes?: readonly string[];
  readonly MaximumRetryAttempts?: number;
  readonly MaximumRecordAgeInSeconds?: number;
  readonly BisectBatchOnFunctionError?: boolean;
  readonly DestinationConfig?: { readonly OnFailure?: { readonly Destination?: string } };
  readonly StartingPosition?: 'TRIM_HORIZON' | 'LATEST';
  readonly ScalingConfig?: { readonly MaximumConcurrency?: number };
};
