import type { Duration } from 'aws-cdk-lib';
import type { IRuleTarget } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SfnStateMachine, SqsQueue, type TargetBaseProps } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';

/** The receiver of the events of a subscription. */
export type SubscriptionTarget = IFunction | IQueue | IStateMachine;

/** The delivery to a target: its retries, and the queue of what is not delivered. */
export interface DeliveryPolicy {
  readonly deadLetterQueue: IQueue;
  readonly retryAttempts: number;
  readonly maxEventAge: Duration;
  /** Further invocations of a function that failed, 0 to 2. */
  readonly handlerRetries: number;
}

/** Returns whether a target is a Lambda function. */
export const isFunction = (target: SubscriptionTarget): target is IFunction => 'functionArn' in target;

/** Returns the target of a rule with its retry policy and dead-letter queue. */
export const ruleTargetOf = (target: SubscriptionTarget, { deadLetterQueue, retryAttempts, maxEventAge }: DeliveryPolicy): IRuleTarget => {
  const policy: TargetBaseProps = { deadLetterQueue, retryAttempts, maxEventAge };
  if (isFunction(target)) return new LambdaFunction(target, policy);
  if (!('queueArn' in target)) return new SfnStateMachine(target, policy);
  if (target.fifo) throw new Error('The target of a subscription must be a standard queue: EventBridge keeps no order of events anyway');
  return new SqsQueue(target, policy);
};

/**
 * Sends an event to the dead-letter queue when the function failed for it: to EventBridge an event
 * is delivered once Lambda has accepted it. A function that has a configuration of its own for
 * asynchronous invocations keeps it, and an imported one without its role cannot be configured.
 */
export const keepFailedEvents = (target: IFunction, { deadLetterQueue, handlerRetries, maxEventAge }: DeliveryPolicy): void => {
  if (target.role === undefined || target.node.tryFindChild('EventInvokeConfig') !== undefined) return;
  target.configureAsyncInvoke({
    onFailure: new SqsDestination(deadLetterQueue),
    retryAttempts: handlerRetries,
    // Lambda keeps an event for six hours at most.
    ...(maxEventAge.toSeconds() <= 6 * 3600 && { maxEventAge }),
  });
};
