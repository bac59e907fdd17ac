import { Duration } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { TenantryFunction } from './tenantry-function.ts';

/** Lets a function put messages into a queue, itself or by Lambda when the function fails. */
export const grantSendTo = ({ queueArn }: IQueue, sender: TenantryFunction): void => {
  Grant.addToPrincipal({ grantee: sender, actions: ['sqs:SendMessage'], resourceArns: [queueArn] });
  sender.grantKey('sqs', 'Decrypt', 'GenerateDataKey');
};

/**
 * Lets an event source mapping of a function empty a queue; SqsEventSource would also grant to read
 * its address and to change visibility.
 */
export const grantReceiveFrom = ({ queueArn }: IQueue, receiver: TenantryFunction): void => {
  const actions = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
  Grant.addToPrincipal({ grantee: receiver, actions, resourceArns: [queueArn] });
  receiver.grantKey('sqs', 'Decrypt');
};

/**
 * Returns the time for which a message is hidden from other runs of a function: six timeouts, so
 * that a throttled batch is not delivered twice (Lambda's guide for SQS).
 */
export const visibilityFor = (timeout: Duration): Duration => Duration.seconds(6 * timeout.toSeconds());
