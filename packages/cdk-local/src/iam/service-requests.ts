import { eventBridgeRequests } from './eventbridge-requests.ts';
import type { AccessRequest } from './request.ts';
import type { ServiceState } from './service-state.ts';
import { sesRequests } from './ses-requests.ts';

type Read = (action: string, input: never, state: ServiceState) => readonly AccessRequest[];

const sqs: Read = (
  action,
  { QueueUrl = '', QueueName = '' }: { readonly QueueUrl?: string; readonly QueueName?: string },
  { region, account },
) => [
  {
    // Batches are authorised by the action of one message (SQS developer guide, "Amazon SQS API
    // permissions").
    action: `sqs:${action.replace(/Batch$/, '')}`,
    resource: `arn:aws:sqs:${region}:${account}:${QueueName || QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1)}`,
  },
];

const secretsManager: Read = (action, { SecretId = '' }: { readonly SecretId?: string }, { secretArn }) => [
  { action: `secretsmanager:${action}`, resource: secretArn(SecretId) },
];

const lambda: Read = (action, { FunctionName = '' }: { readonly FunctionName?: string }) => [
  { action: `lambda:${action}`, resource: FunctionName },
];

const services: Readonly<Record<string, Read>> = {
  AWSEvents: eventBridgeRequests,
  AmazonSQS: sqs,
  secretsmanager: secretsManager,
  ses: sesRequests,
  lambda,
};

/** Returns the access requests of a call of a service, by the prefix of its target. */
export const serviceRequests = (service: string, action: string, input: unknown, state: ServiceState): readonly AccessRequest[] =>
  services[service]?.(action, (input ?? {}) as never, state) ?? [{ action: `${service}:${action}`, resource: '*' }];
