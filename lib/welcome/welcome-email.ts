import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { type IEventBus, type IRuleTarget, Match, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { CfnTemplate, ConfigurationSet } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { ownEvents } from '../../functions/shared/bus.ts';
import { PARTITIONS } from '../../functions/shared/table/partitions.ts';
import { DeadLetterQueue } from '../base/dead-letter-queue.ts';
import { TenantryFunction } from '../base/tenantry-function.ts';
import { busOf } from '../configuration/bus-name.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';
import type { TenantryTable } from '../data/tenantry-table.ts';
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

  constructor(scope: Construct, id: string, { table, bus, configuration }: WelcomeEmailProps) {
    super(scope, id);

    const templateName = `${Stack.of(this).stackName}-Welcome`;
    const template = new CfnTemplate(this, 'Template', { template: { templateName, ...WELCOME_TEXT } });
    const { configurationSetName } = new ConfigurationSet(this, 'ConfigurationSet', { reputationMetrics: true });
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', {
      configuration,
      advice: 'A welcome e-mail could not be sent: check the identity and limits of SES, then hand the event over again.',
      heading: 'welcome-dead-letters',
    });
    const send = new TenantryFunction(this, 'Send', {
      configuration,
      entry: 'welcome/send',
      description: 'Sends welcome e-mails',
      timeout: Duration.seconds(30),
      environment: {
        EMAIL_FROM: configuration.email.from,
        EMAIL_TEMPLATE: template.attrId,
        EMAIL_CONFIGURATION_SET: configurationSetName,
        PASSWORD_URL: configuration.email.passwordUrl,
      },
    });
    table.grant(send, { PutItem: [...PARTITIONS.welcomes, ...PARTITIONS.passwordLinks], UpdateItem: PARTITIONS.welcomes });
    grantSending(send, configuration.email.from, { template: template.attrId, configurationSet: configurationSetName });
    keepFailures(send, this.deadLetters);

    for (const [name, eventPattern] of Object.entries(WELCOME_EVENTS)) {
      const pattern = { ...eventPattern, ...ownEvents(busOf(configuration)), detailType: Match.exactString(eventPattern.detailType) };
      new Rule(this, name, { eventBus: bus, eventPattern: pattern, targets: [target(send, this.deadLetters)] });
    }
  }
}

// SES authorises a templated `SendEmail` by both actions, and on each of sender, template and
// configuration set.
const ACTIONS = ['ses:SendEmail', 'ses:SendTemplatedEmail'];

interface EmailResources {
  readonly template: string;
  readonly configurationSet: string;
}

const grantSending = (grantee: TenantryFunction, from: string, { template, configurationSet }: EmailResources): void => {
  const arn = (resource: string, resourceName: string) =>
    Stack.of(grantee).formatArn({ service: 'ses', resource, resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME });
  // Either may be verified. The domain would allow every address of it, so the sender is named too.
  const identities = [from, from.slice(from.indexOf('@') + 1)].map((identity) => arn('identity', identity));
  const conditions = { StringEquals: { 'ses:FromAddress': from } };
  Grant.addToPrincipal({ grantee, actions: ACTIONS, resourceArns: identities, conditions });
  const resourceArns = [arn('template', template), arn('configuration-set', configurationSet)];
  Grant.addToPrincipal({ grantee, actions: ACTIONS, resourceArns });
};

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
