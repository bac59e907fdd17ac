import { Duration } from 'aws-cdk-lib';
import { ApiDestination, Connection, type EventBus, type IApiDestination, Match, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { ApiDestination as ApiDestinationTarget } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import type { Webhook } from './configuration-schema.ts';
import type { DeadLetterQueue } from './dead-letter-queue.ts';
import { authorizationOf } from './webhook-authorization.ts';

interface WebhookEndpointProps {
  readonly webhook: Webhook;
  readonly bus: EventBus;
  readonly deadLetters: DeadLetterQueue;
}

/** One operator endpoint: it is sent the payload of each event it subscribes to for 24 hours, after which the event is a dead letter. */
export class WebhookEndpoint extends Construct {
  constructor(scope: Construct, id: string, { webhook, bus, deadLetters }: WebhookEndpointProps) {
    super(scope, id);

    const connection = new Connection(this, 'Connection', { authorization: authorizationOf(webhook.auth) });
    const destination = new ApiDestination(this, 'Destination', {
      connection,
      endpoint: webhook.url,
      ...(webhook.ratePerSecond !== undefined && { rateLimitPerSecond: webhook.ratePerSecond }),
    });
    new Rule(this, 'Rule', {
      eventBus: bus,
      description: `Events for the webhook ${webhook.name}`,
      // What is sent to this endpoint alone (a redelivery, a replay) is on the bus under its name.
      eventPattern: {
        source: ['tenantry', 'tenantry.directed'],
        detailType: Match.anyOf(...webhook.events.map(matcherOf), Match.exactString(`to:${webhook.name}`)),
      },
      targets: [targetOf(destination, deadLetters)],
    });
  }
}

const targetOf = (destination: ApiDestination, { queue }: DeadLetterQueue): ApiDestinationTarget =>
  // CDK declares its own class and interface apart under exactOptionalPropertyTypes.
  new ApiDestinationTarget(destination as IApiDestination, {
    event: RuleTargetInput.fromEventPath('$.detail.payload'),
    headerParameters: {
      'Webhook-Id': '$.detail.metadata.eventId',
      // The detail-type of a directed event is its endpoint.
      'Webhook-Event': '$.detail.payload.event',
      'Webhook-Signature': '$.detail.metadata.signature',
    },
    // The most that EventBridge offers (RetryPolicy of PutTargets).
    maxEventAge: Duration.hours(24),
    retryAttempts: 185,
    deadLetterQueue: queue,
  });

// The dot stays: `partner.*` is not to match an event `partners.…`.
const matcherOf = (subscription: string) =>
  subscription.endsWith('.*') ? Match.prefix(subscription.slice(0, -1)) : Match.exactString(subscription);
