import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { PARTITIONS } from '../../functions/shared/table/partitions.ts';
import { customerKey, queueEncryption } from '../base/customer-key.ts';
import type { DeadLetterQueue } from '../base/dead-letter-queue.ts';
import { consume, grantSendTo, visibilityFor } from '../base/queue-consumers.ts';
import { TenantryFunction } from '../base/tenantry-function.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';
import type { TenantryTable } from '../data/tenantry-table.ts';
import { addLinkEmail } from './link-email.ts';
import { PASSWORD_RESET_TEXT } from './welcome-text.ts';

interface PasswordResetProps {
  readonly table: TenantryTable;
  readonly configuration: Configuration;
  readonly configurationSetName: string;
  readonly deadLetters: DeadLetterQueue;
}

const { credentials, partners, passwordLinks, welcomes } = PARTITIONS;

const TIMEOUT = Duration.seconds(30);

/**
 * Sends whoever requests it, and may sign in, an e-mail with a link to set a password. A queue is
 * between the request and the search for the user, so that no answer reveals who exists.
 */
export class PasswordReset extends Construct {
  private readonly queue: Queue;

  constructor(scope: Construct, id: string, { table, configuration, configurationSetName, deadLetters }: PasswordResetProps) {
    super(scope, id);

    this.queue = new Queue(this, 'Requests', {
      ...queueEncryption(customerKey(this, configuration)),
      enforceSSL: true,
      // Nobody waits longer for such an e-mail.
      retentionPeriod: Duration.hours(1),
      visibilityTimeout: visibilityFor(TIMEOUT),
      deadLetterQueue: { queue: deadLetters.queue, maxReceiveCount: 5 },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const email = addLinkEmail(this, { configuration, configurationSetName, name: 'PasswordReset', text: PASSWORD_RESET_TEXT });
    const send = new TenantryFunction(this, 'Send', {
      configuration,
      entry: 'welcome/send-reset',
      description: 'Sends links to reset passwords',
      timeout: TIMEOUT,
      environment: email.environment,
    });
    table.grant(send, {
      GetItem: [...credentials, ...partners],
      BatchGetItem: partners,
      PutItem: [...welcomes, ...passwordLinks],
      UpdateItem: welcomes,
    });
    email.grantSend(send);
    consume(this.queue, send, { id: 'Requests', maxConcurrency: 2 });
  }

  /** Lets a function queue requests. */
  grantRequest(sender: TenantryFunction): void {
    sender.addEnvironment('PASSWORD_RESET_QUEUE_URL', this.queue.queueUrl);
    grantSendTo(this.queue, sender);
  }
}
