import { Duration } from 'aws-cdk-lib';
import {
  ApiDestination,
  Connection,
  type EventPattern,
  type IApiDestination,
  type IEventBus,
  Match,
  Rule,
  RuleTargetInput,
} from 'aws-cdk-lib/aws-events';
import { ApiDestination as ApiDestinationTarget } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { operatorRule } from '../../functions/deliveries/endpoint-name.ts';
import { BODY_PATH, HEADER_PATHS, RETRY } from '../../functions/events/contract-delivery.ts';
import { ownEvents } from '../../functions/shared/bus.ts';
import { DIRECTED_SOURCE, directedName, SOURCE } from '../../functions/shared/contract/event.ts';
import { busOf } from '../configuration/bus-name.ts';
import type { Configuration, Webhook } from '../configuration/configuration-schema.ts';
import type { OperatorTarget } from './operator-target.ts';
import { authorizationOf } from './webhook-authorization.ts';

interface WebhookEndpointProps {
  readonly webhook: Webhook;
  readonly configuration: Configuration;
  readonly bus: IEventBus;
  readonly target: OperatorTarget;
}

/**
 * One operator endpoint: it is sent the payload of each event it subscribes to for 24 hours, after
 * which the event is a dead letter.
 */
export class WebhookEndpoint extends Construct {
  constructor(scope: Construct, id: string, { webhook, configuration, bus, target }: WebhookEndpointProps) {
    super(scope, id);

    const connection = new Connection(this, 'Connection', { authorization: authorizationOf(webhook.auth) });
    // The CDK's class and interface differ under exactOptionalPropertyTypes.
    const destination = new ApiDestination(this, 'Destination', {
      connection,
      endpoint: webhook.url,
      ...(webhook.ratePerSecond !== undefined && { rateLimitPerSecond: webhook.ratePerSecond }),
    }) as IApiDestination;
    target.grantInvoke(destination);
    new Rule(this, 'Rule', {
      eventBus: bus,
      // Dead letters name the rule, and the delivery log finds the endpoint by it.
      ruleName: operatorRule(webhook.name, busOf(configuration)),
      description: `Events for the webhook ${webhook.name}`,
      eventPattern: { ...patternOf(webhook), ...ownEvents(busOf(configuration)) },
      targets: [targetOf(destination, target)],
    });
  }
}

/** Returns the pattern of its subscriptions, and of events directed at it: redelivered webhooks. */
const patternOf = ({ name, events }: Webhook): EventPattern => ({
  source: [SOURCE, DIRECTED_SOURCE],
  detailType: Match.anyOf(...events.map(matcherOf), Match.exactString(directedName(name))),
});

const targetOf = (destination: IApiDestination, { role, deadLetterQueue }: OperatorTarget): ApiDestinationTarget =>
  new ApiDestinationTarget(destination, {
    event: RuleTargetInput.fromEventPath(BODY_PATH),
    headerParameters: HEADER_PATHS,
    maxEventAge: Duration.hours(RETRY.hours),
    retryAttempts: RETRY.attempts,
    deadLetterQueue,
    eventRole: role,
  });

// The dot stays: `partner.*` must not match an event `partners.…`.
const matcherOf = (subscription: string) =>
  subscription.endsWith('.*') ? Match.prefix(subscription.slice(0, -1)) : Match.exactString(subscription);
