import { Duration } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { TenantryFunction } from './tenantry-function.ts';

/** Lets a function put messages into a queue, itself or by Lambda when the function fails. */
export const grantSendTo = ({ queueArn }: IQueue, sender: TenantryFunction): void => {
  Grant.addToPrincipal({ grantee: sender, actions: ['sqs:SendMessage'], resourceArns: [queueArn] });
  sender.grantKey('sqs', 'Decrypt', 'GenerateDataKey');
};

interface Consuming {
  /** The id of the event source mapping. */
  readonly id: string;
  /** The most runs at once. */
  readonly maxConcurrency: number;
}

/**
 * Has an event source mapping of a function empty a queue, ten messages a run; SqsEventSource would
 * also grant to read its address and to change visibility.
 */
export const consume = ({ queueArn }: IQueue, receiver: TenantryFunction, { id, maxConcurrency }: Consuming): void => {
  const actions = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
  Grant.addToPrincipal({ grantee: receiver, actions, resourceArns: [queueArn] });
  receiver.grantKey('sqs', 'Decrypt');
  receiver.lambda.addEventSourceMapping(id, { eventSourceArn: queueArn, batchSize: 10, reportBatchItemFailures: true, maxConcurrency });
};

/**
 * Returns the time for which a message is hidden from other runs of a function: six timeouts, so
 * that a throttled batch is not delivered twice (Lambda's guide for SQS).
 */
export const visibilityFor = (timeout: Duration): Duration => Duration.seconds(6 * timeout.toSeconds());
