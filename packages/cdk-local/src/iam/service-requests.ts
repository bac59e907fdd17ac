import type { AwsEnvironment } from '../template/environment.ts';
import { eventBridgeRequests } from './eventbridge-requests.ts';
import type { AccessRequest } from './request.ts';
import { sesRequests } from './ses-requests.ts';

/** What the state of the services adds to what a call is authorised by. */
export interface ServiceState extends AwsEnvironment {
  /** Whether the account has the role with which EventBridge keeps the secrets of connections. */
  readonly hasConnectionRole: () => boolean;
  /** The ARN of the connection of an API destination, by the destination's name. */
  readonly connectionOf: (destination: string) => string | undefined;
  /** The ARN of a secret by its ARN or name. */
  readonly secretArn: (id: string) => string;
  /** The identity, an address or its domain, by which SES knows a sender. */
  readonly senderIdentity: (from: string) => string;
}

type Read = (action: string, input: never, state: ServiceState) => readonly AccessRequest[];

const sqs: Read = (
  action,
  { QueueUrl = '', QueueName = '' }: { readonly QueueUrl?: string; readonly QueueName?: string },
  { region, account },
) => [
  {
    // Batches are authorised by the action of one message (SQS developer guide, "Amazon SQS API permissions").
    action: `sqs:${action.replace(/Batch$/, '')}`,
    resource: `arn:aws:sqs:${region}:${account}:${QueueName || QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1)}`,
  },
];

const secretsManager: Read = (action, { SecretId = '' }: { readonly SecretId?: string }, { secretArn }) => [
  { action: `secretsmanager:${action}`, resource: secretArn(SecretId) },
];

const services: Readonly<Record<string, Read>> = {
  AWSEvents: eventBridgeRequests,
  AmazonSQS: sqs,
  secretsmanager: secretsManager,
  ses: sesRequests,
};

/** What a call of a service, by the prefix of its target, is authorised by. */
export const serviceRequests = (service: string, action: string, input: unknown, state: ServiceState): readonly AccessRequest[] =>
  services[service]?.(action, (input ?? {}) as never, state) ?? [{ action: `${service}:${action}`, resource: '*' }];
