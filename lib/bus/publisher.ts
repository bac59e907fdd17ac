import { Duration } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { EVENT_PREFIX } from '../../functions/shared/table/event-keys.ts';
import { DeadLetterQueue } from '../base/dead-letter-queue.ts';
import { TenantryFunction } from '../base/tenantry-function.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';
import type { SigningSecret } from '../data/signing-secret.ts';
import type { TenantryTable } from '../data/tenantry-table.ts';
import { PublisherAlarms } from './publisher-alarms.ts';

interface PublisherProps {
  readonly table: TenantryTable;
  readonly bus: IEventBus;
  readonly signingSecret: SigningSecret;
  readonly configuration: Configuration;
}

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
      advice: 'Read the message, fix the cause, then publish the event again from the table.',
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
    this.deadLetters.grantSend(publish);

    subscribe(table, publish, this.deadLetters);
    new PublisherAlarms(this, 'Alarms', { lambda: publish.lambda, configuration });
  }
}

// Lambda's defaults would retry one bad record as long as the stream keeps it and block every event
// behind it.
const subscribe = (table: TenantryTable, { lambda }: TenantryFunction, { queue }: DeadLetterQueue): void => {
  lambda.addEventSourceMapping('Stream', {
    eventSourceArn: table.streamArn,
    // LATEST would miss what is written while the mapping is being created.
    startingPosition: StartingPosition.TRIM_HORIZON,
    filters: [
      FilterCriteria.filter({
        eventName: FilterRule.isEqual('INSERT'),
        dynamodb: { Keys: { sk: { S: FilterRule.beginsWith(EVENT_PREFIX) } } },
      }),
    ],
    // The most that one GetRecords returns. With more of them at once, fewer tenants wait behind a
    // busy one.
    batchSize: 1000,
    // Above 1 Lambda keeps only the order of an item, and each event is an item.
    parallelizationFactor: 1,
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    // Only outages are left to retry here, because the function quarantines poison itself: only
    // time may end them. The stream keeps records for 24 hours, and one that it has dropped could
    // not be sent to the dead-letter queue any more.
    retryAttempts: 10_000,
    maxRecordAge: Duration.hours(23),
    // SqsDlq would also grant to read the queue's attributes.
    onFailure: { bind: () => ({ destination: queue.queueArn }) },
  });
};
