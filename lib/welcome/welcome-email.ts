import { Duration } from 'aws-cdk-lib';
import { type IEventBus, type IRuleTarget, Match, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { ConfigurationSet } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { ownEvents } from '../../functions/shared/bus.ts';
import { PARTITIONS } from '../../functions/shared/table/partitions.ts';
import { DeadLetterQueue } from '../base/dead-letter-queue.ts';
import { TenantryFunction } from '../base/tenantry-function.ts';
import { busOf } from '../configuration/bus-name.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';
import type { TenantryTable } from '../data/tenantry-table.ts';
import { addLinkEmail } from './link-email.ts';
import { WELCOME_EVENTS } from './welcome-events.ts';
import { WELCOME_TEXT } from './welcome-text.ts';

interface WelcomeEmailProps {
  readonly table: TenantryTable;
  readonly bus: IEventBus;
  readonly configuration: Configuration;
}

/**
 * Sends each new contact that requests it one e-mail with a link to set a password, from its event;
 * an e-mail that cannot be sent is a dead letter.
 */
export class WelcomeEmail extends Construct {
  readonly deadLetters: DeadLetterQueue;
  readonly configurationSetName: string;

  constructor(scope: Construct, id: string, { table, bus, configuration }: WelcomeEmailProps) {
    super(scope, id);

    const { configurationSetName } = new ConfigurationSet(this, 'ConfigurationSet', { reputationMetrics: true });
    this.configurationSetName = configurationSetName;
    const email = addLinkEmail(this, { configuration, configurationSetName, name: 'Welcome', text: WELCOME_TEXT });
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', {
      configuration,
      advice: 'A welcome e-mail could not be sent: check the identity and limits of SES, then hand the event over again.',
      heading: 'welcome-dead-letters',
      ofQueue: true,
    });
    const send = new TenantryFunction(this, 'Send', {
      configuration,
      entry: 'welcome/send',
      description: 'Sends welcome e-mails',
      timeout: Duration.seconds(30),
      environment: email.environment,
    });
    table.grant(send, { PutItem: [...PARTITIONS.welcomes, ...PARTITIONS.passwordLinks], UpdateItem: PARTITIONS.welcomes });
    email.grantSend(send);
    keepFailures(send, this.deadLetters);

    for (const [name, eventPattern] of Object.entries(WELCOME_EVENTS)) {
      const pattern = { ...eventPattern, ...ownEvents(busOf(configuration)), detailType: Match.exactString(eventPattern.detailType) };
      new Rule(this, name, { eventBus: bus, eventPattern: pattern, targets: [target(send, this.deadLetters)] });
    }
  }
}

// EventBridge's part ends when Lambda has accepted the event: Lambda retries and keeps what fails
// after that.
const keepFailures = (send: TenantryFunction, deadLetters: DeadLetterQueue): void => {
  send.lambda.configureAsyncInvoke({
    retryAttempts: 2,
    maxEventAge: Duration.hours(6),
    // SqsDestination would also grant to read the queue's attributes.
    onFailure: { bind: () => ({ destination: deadLetters.queue.queueArn }) },
  });
  deadLetters.grantSend(send);
};

const target = ({ lambda }: TenantryFunction, { queue }: DeadLetterQueue): IRuleTarget =>
  new LambdaFunction(lambda, { deadLetterQueue: queue, maxEventAge: Duration.hours(24), retryAttempts: 185 });
