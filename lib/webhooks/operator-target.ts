import type { IApiDestination, IEventBus } from 'aws-cdk-lib/aws-events';
import { Grant, type Role } from 'aws-cdk-lib/aws-iam';
import { type IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { operatorRule } from '../../functions/deliveries/endpoint-name.ts';
import type { DeadLetterQueue } from '../base/dead-letter-queue.ts';
import { ServiceRole } from '../base/service-role.ts';
import { eventsArn } from '../bus/webhook-target.ts';
import { busOf } from '../configuration/bus-name.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';

interface OperatorTargetProps {
  readonly bus: IEventBus;
  readonly configuration: Configuration;
  readonly deadLetters: DeadLetterQueue;
}

/**
 * The rights of EventBridge to send to all operator endpoints: one role, and one statement of the
 * queue's policy. By default the CDK creates one of each for every rule, and SQS accepts no more
 * than 20 statements.
 */
export class OperatorTarget extends Construct {
  readonly role: Role;
  /**
   * The dead-letter queue for the rules; the CDK adds no statement to the policy of an imported
   * queue.
   */
  readonly deadLetterQueue: IQueue;

  constructor(scope: Construct, id: string, { bus, configuration, deadLetters }: OperatorTargetProps) {
    super(scope, id);

    const rules = eventsArn(this, 'rule', `${bus.eventBusName}/${operatorRule('*', busOf(configuration))}`);
    this.role = new ServiceRole(this, 'Role', 'events', rules);
    this.deadLetterQueue = Queue.fromQueueArn(this, 'DeadLetters', deadLetters.queue.queueArn);
    deadLetters.grantSendFrom(rules);
  }

  /** Lets the role send to a destination. */
  grantInvoke({ apiDestinationArn }: IApiDestination): void {
    Grant.addToPrincipal({ grantee: this.role, actions: ['events:InvokeApiDestination'], resourceArns: [apiDestinationArn] });
  }
}
