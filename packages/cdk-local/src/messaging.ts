import type { SendEmailRequest } from '@aws-sdk/client-sesv2';
import { type AwsCall, awsEndpoint } from './base/aws-endpoint.ts';
import type { Journal } from './base/journal.ts';
import { pendingWork } from './base/pending-work.ts';
import type { DeliveredEvent } from './eventbridge/delivery.ts';
import { type EventBridge, eventBridge } from './eventbridge/event-bridge.ts';
import { LIMITS } from './eventbridge/limits.ts';
import type { Access } from './iam/access.ts';
import { serviceRequests } from './iam/service-requests.ts';
import { bridgeRights } from './iam/service-rights.ts';
import type { ServiceState } from './iam/service-state.ts';
import { INVOKE_PATH, invokeOperation } from './lambda/invoke-operation.ts';
import type { RuntimeOptions } from './runtime-options.ts';
import { secretsManager } from './secrets-manager/actions.ts';
import type { Secrets } from './secrets-manager/secrets.ts';
import { type Mailbox, mailbox } from './ses/mailbox.ts';
import { type Queues, queues } from './sqs/queues.ts';
import type { AwsEnvironment } from './template/environment.ts';

interface MessagingOptions {
  readonly environment: AwsEnvironment;
  readonly secrets: Secrets;
  readonly access: Access;
  readonly journal: Journal;
  /** Queues an event for a function; rejects when there is no such function. */
  readonly invokeFunction: (arn: string, event: unknown) => Promise<void>;
  readonly options: RuntimeOptions;
  readonly warn: (message: string) => void;
}

/**
 * EventBridge, SQS, SES and Secrets Manager, in memory, behind one loopback endpoint, which also
 * takes asynchronous invocations for Lambda.
 */
export interface Messaging {
  readonly url: string;
  readonly bridge: EventBridge;
  readonly queues: Queues;
  readonly mailbox: Mailbox;
  /** Resolves when no delivery is pending, and no work of a listener that was called for one. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the endpoint, still without queues, buses and rules. */
export const startMessaging = async ({
  environment,
  secrets,
  access,
  journal,
  invokeFunction,
  options,
  warn,
}: MessagingOptions): Promise<Messaging> => {
  const { on, timeScale = 1 } = options;
  let url = '';
  const queueing = queues({ ...environment, baseUrl: () => url, kept: journal.collection('message') });
  const listening = pendingWork((error) => warn(`The listener of delivered events failed: ${String(error)}`));
  const onDelivered = (delivered: DeliveredEvent): void => listening.add((async () => on.delivered?.(delivered))());
  const bridge = eventBridge({
    ...environment,
    queues: queueing,
    invokeFunction,
    kept: journal.collection('delivery'),
    rights: bridgeRights(access),
    timeScale,
    controlPlaneRate: LIMITS.controlPlaneRate.value,
    ...given(options, 'clientTimeoutMs', 'quotas', 'controlPlaneRate', 'propagationMs', 'putEventsLatencyMs', 'faults'),
    ...(on.delivery ? { onDelivery: on.delivery } : {}),
    ...(on.event ? { onEvent: on.event } : {}),
    ...(on.delivered ? { onDelivered } : {}),
    log: warn,
  });
  const mails = mailbox({ onEmail: on.email, warn });
  const state = { ...environment, ...bridge.accessState, secretArn: secrets.arnOf, senderIdentity: mails.identityOf };
  const endpoint = await awsEndpoint({
    handlers: { AWSEvents: bridge.handle, AmazonSQS: queueing.handle, secretsmanager: secretsManager(secrets) },
    routes: options.routes ?? {},
    operations: {
      '/v2/email/outbound-emails': { service: 'ses', action: 'SendEmail', run: (input) => mails.sendEmail(input as SendEmailRequest) },
      [INVOKE_PATH]: invokeOperation({ ...environment, invokeFunction }),
    },
    authorize: authorizer(access, state, options.faults?.service),
    onDefect: (error) => warn(`The local AWS endpoint failed: ${String(error)}`),
  });
  url = endpoint.url;

  return {
    url,
    bridge,
    queues: queueing,
    mailbox: mails,
    async idle() {
      await bridge.idle();
      await listening.idle();
    },
    async stop() {
      await bridge.stop();
      await listening.idle();
      queueing.stop();
      await endpoint.stop();
    },
  };
};

const authorizer =
  (access: Access, state: ServiceState, faultOf: NonNullable<RuntimeOptions['faults']>['service']) =>
  ({ authorization, service, action, input }: AwsCall): void => {
    const caller = access.sessions.callerOf(authorization);
    if (caller === 'administrator') return;
    access.require(caller, serviceRequests(service, action, input, state));
    const fault = faultOf?.(service, action);
    if (fault) throw fault;
  };

const given = <T extends object, K extends keyof T>(from: T, ...names: readonly K[]) =>
  Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]]))) as Pick<T, K>;
