import type { SendEmailRequest } from '@aws-sdk/client-sesv2';
import { type DeliveryLog, deliveryLog } from '../../../local/delivery-log.ts';
import type { Issuer } from '../../../local/keys.ts';
import { EVENTBRIDGE } from './aws-limits/eventbridge.ts';
import { type AwsCall, awsEndpoint } from './base/aws-endpoint.ts';
import type { Journal } from './base/journal.ts';
import { type EventBridge, eventBridge } from './eventbridge/event-bridge.ts';
import type { Access } from './iam/access.ts';
import { type ServiceState, serviceRequests } from './iam/service-requests.ts';
import { bridgeRights } from './iam/service-rights.ts';
import type { RuntimeOptions } from './runtime-options.ts';
import { secretsManager } from './secrets-manager/actions.ts';
import type { Secrets } from './secrets-manager/secrets.ts';
import { type Mailbox, mailbox } from './ses/mailbox.ts';
import { type Queues, queues } from './sqs/queues.ts';
import type { AwsEnvironment } from './template/environment.ts';

interface MessagingOptions {
  readonly environment: AwsEnvironment;
  readonly issuer: Issuer;
  readonly secrets: Secrets;
  readonly access: Access;
  readonly journal: Journal;
  /** Queues an event for a function; rejects when there is no such function. */
  readonly invokeFunction: (arn: string, event: unknown) => Promise<void>;
  readonly options: RuntimeOptions;
  readonly warn: (message: string) => void;
}

/** EventBridge, SQS, SES and Secrets Manager, in memory, behind one loopback endpoint. */
export interface Messaging {
  readonly url: string;
  readonly bridge: EventBridge;
  readonly queues: Queues;
  readonly mailbox: Mailbox;
  readonly deliveryLog: DeliveryLog;
  /** The address of the key set that verifies local tokens. */
  readonly jwksUri: string;
  stop(): Promise<void>;
}

const jwksPath = '/.well-known/jwks.json';

/** Starts the endpoint, still without queues, buses and rules. */
export async function startMessaging({
  environment,
  issuer,
  secrets,
  access,
  journal,
  invokeFunction,
  options,
  warn,
}: MessagingOptions): Promise<Messaging> {
  const { on, timeScale = 1 } = options;
  let url = '';
  const queueing = queues({ ...environment, baseUrl: () => url, kept: journal.collection('message') });
  const arrivals = deliveryLog(warn);
  const bridge = eventBridge({
    ...environment,
    queues: queueing,
    invokeFunction,
    kept: journal.collection('delivery'),
    rights: bridgeRights(access),
    timeScale,
    controlPlaneRate: EVENTBRIDGE.controlPlaneRate.value,
    ...given(options, 'clientTimeoutMs', 'quotas', 'controlPlaneRate', 'propagationMs', 'putEventsLatencyMs', 'faults'),
    ...(on.delivery ? { onDelivery: on.delivery } : {}),
    ...(on.event ? { onEvent: on.event } : {}),
    ...(options.logDeliveries === false ? {} : { onArrival: arrivals.note }),
    log: warn,
  });
  const mails = mailbox({ onEmail: on.email, warn });
  const state = { ...environment, ...bridge.accessState, secretArn: secrets.arnOf, senderIdentity: mails.identityOf };
  const endpoint = await awsEndpoint({
    handlers: { AWSEvents: bridge.handle, AmazonSQS: queueing.handle, secretsmanager: secretsManager(secrets) },
    routes: { [jwksPath]: issuer.jwks },
    operations: {
      '/v2/email/outbound-emails': { service: 'ses', action: 'SendEmail', run: (input) => mails.sendEmail(input as SendEmailRequest) },
    },
    authorize: authorizer(access, state),
    onDefect: (error) => warn(`The local AWS endpoint failed: ${String(error)}`),
  });
  url = endpoint.url;

  return {
    url,
    bridge,
    queues: queueing,
    mailbox: mails,
    deliveryLog: arrivals,
    jwksUri: `${url}${jwksPath}`,
    async stop() {
      await bridge.stop();
      await arrivals.stop();
      queueing.stop();
      await endpoint.stop();
    },
  };
}

const authorizer =
  (access: Access, state: ServiceState) =>
  ({ authorization, service, action, input }: AwsCall): void => {
    const caller = access.sessions.callerOf(authorization);
    if (caller !== 'administrator') access.require(caller, serviceRequests(service, action, input, state));
  };

const given = <T extends object, K extends keyof T>(from: T, ...names: readonly K[]) =>
  Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]]))) as Pick<T, K>;
