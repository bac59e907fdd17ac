import { ArnFormat, Stack, Validations } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { Grant, type Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { DeadLetterQueue } from '../base/dead-letter-queue.ts';
import { ServiceRole } from '../base/service-role.ts';
import { wildcardFinding } from '../base/wildcard-finding.ts';

interface WebhookTargetProps {
  readonly prefix: string;
  readonly bus: IEventBus;
  readonly deadLetters: DeadLetterQueue;
}

/**
 * The rights of EventBridge to send to the endpoints that are created at run time: a role for their
 * destinations, and sending to the dead-letter queue.
 */
export class WebhookTarget extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, { prefix, bus, deadLetters }: WebhookTargetProps) {
    super(scope, id);

    const rules = eventsArn(this, 'rule', `${bus.eventBusName}/${prefix}*`);
    this.role = new ServiceRole(this, 'Role', 'events', rules);
    const destinations = eventsArn(this, 'api-destination', `${prefix}*`);
    Grant.addToPrincipal({ grantee: this.role, actions: ['events:InvokeApiDestination'], resourceArns: [destinations] });
    Validations.of(this.role).acknowledge({
      id: wildcardFinding(`events:api-destination/${prefix}*`),
      reason: 'Destinations of endpoints are made at run time, under names of this installation.',
    });

    // PutTargets does not let a rule send to its dead-letter queue; the CDK does, for its own
    // rules.
    deadLetters.grantSendFrom(rules);
  }
}

/** Returns the ARN of resources of EventBridge in this account and Region. */
export const eventsArn = (scope: Construct, resource: string, resourceName: string): string =>
  Stack.of(scope).formatArn({ service: 'events', resource, resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME });
