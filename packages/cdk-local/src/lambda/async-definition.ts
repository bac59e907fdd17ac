import type { Resource } from '../template/model.ts';
import { functionName } from './functions.ts';

/** The retry policy of a function's asynchronous invocations. */
export interface AsyncDefinition {
  readonly functionName: string;
  /** 0 to 2. */
  readonly retries: number;
  readonly maxAgeSeconds: number;
  /** ARN of the queue for failed invocations. */
  readonly onFailure?: string;
}

type TemplateConfig = {
  readonly FunctionName?: string;
  readonly MaximumRetryAttempts?: number;
  readonly MaximumEventAgeInSeconds?: number;
  readonly DestinationConfig?: { readonly OnFailure?: { readonly Destination?: string } };
};

/** Lambda's own defaults, for a function without `AWS::Lambda::EventInvokeConfig`. */
export const ASYNC_DEFAULTS = { retries: 2, maxAgeSeconds: 21_600 } as const;

/** Reads `AWS::Lambda::EventInvokeConfig`; throws for a failure destination that is no queue. */
export const asyncDefinition = (resource: Resource): AsyncDefinition => {
  const { FunctionName, MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = resource.properties() as TemplateConfig;
  const onFailure = DestinationConfig?.OnFailure?.Destination;
  if (onFailure !== undefined && !onFailure.startsWith('arn:aws:sqs:')) throw new Error(`the destination ${onFailure} is not a queue`);
  return {
    functionName: functionName(FunctionName ?? ''),
    retries: Number(MaximumRetryAttempts ?? ASYNC_DEFAULTS.retries),
    maxAgeSeconds: Number(MaximumEventAgeInSeconds ?? ASYNC_DEFAULTS.maxAgeSeconds),
    ...(onFailure !== undefined && { onFailure }),
  };
};
