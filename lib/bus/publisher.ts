import { Duration } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { FilterRule } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { EVENT_PREFIX } from '../../functions/shared/table/event-keys.ts';
import { DeadLetterQueue } from '../base/dead-letter-queue.ts';
import { RunbookAlarms } from '../base/runbook-alarms.ts';
import { TenantryFunction } from '../base/tenantry-function.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';
import { consumeStream } from '../data/consume-stream.ts';
import type { SigningSecret } from '../data/signing-secret.ts';
import type { TenantryTable } from '../data/tenantry-table.ts';
import { publisherAlarms } from './publisher-alarms.ts';

interface PublisherProps {
  readonly table: TenantryTable;
  readonly bus: IEventBus;
  readonly signingSecret: SigningSecret;
  readonly configuration: Configuration;
}

const STREAM = {
  filter: {
    eventName: FilterRule.isEqual('INSERT'),
    dynamodb: { Keys: { sk: { S: FilterRule.beginsWith(EVENT_PREFIX) } } },
  },
  // The most that one GetRecords returns. With more of them at once, fewer tenants wait behind a
  // busy one.
  batchSize: 1000,
  // Above 1 Lambda keeps only the order of an item, and each event is an item.
  parallelizationFactor: 1,
  // Only outages are left to retry here, because the function quarantines poison itself: only time
  // may end them. The stream keeps records for 24 hours, and one that it has dropped could not be
  // sent to the dead-letter queue any more.
  retryAttempts: 10_000,
  maxRecordAge: Duration.hours(23),
};

/**
 * Puts every committed event on the bus, signed, in order per tenant; an event that cannot be put
 * is a dead letter.
 */
export class Publisher extends Construct {
  readonly deadLetters: DeadLetterQueue;
  readonly publish: TenantryFunction;

  constructor(scope: Construct, id: string, { table, bus, signingSecret, configuration }: PublisherProps) {
    super(scope, id);

    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', {
      configuration,
      advice: 'Read the message, fix the cause, then publish the event again: delete its item and put it back.',
      heading: 'publisher-dead-letters',
    });
    const publish = new TenantryFunction(this, 'Publish', {
      configuration,
      entry: 'events/publish',
      description: 'Puts committed events on the event bus',
      timeout: Duration.seconds(60),
      reserved: configuration.concurrency.reserved?.publisher,
      environment: { EVENT_BUS_NAME: bus.eventBusName, DEAD_LETTER_QUEUE_URL: this.deadLetters.queue.queueUrl },
    });
    this.publish = publish;
    table.grantStreamRead(publish);
    signingSecret.grantRead(publish);
    Grant.addToPrincipal({ grantee: publish, actions: ['events:PutEvents'], resourceArns: [bus.eventBusArn] });
    consumeStream(table, { ...STREAM, consumer: publish, deadLetters: this.deadLetters });
    new RunbookAlarms(this, 'Alarms', { configuration, alarms: publisherAlarms(configuration, publish.lambda) });
  }
}
