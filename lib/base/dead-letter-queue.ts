import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration/configuration-schema.ts';
import { customerKey, queueEncryption } from './customer-key.ts';
import { PERIOD } from './metric.ts';
import { grantSendTo, visibilityFor } from './queue-consumers.ts';
import { RunbookAlarm } from './runbook-alarm.ts';
import type { TenantryFunction } from './tenantry-function.ts';

interface DeadLetterQueueProps {
  readonly configuration: Configuration;
  /** The advice for when a message arrives, and the heading of the runbook with the details. */
  readonly advice: string;
  readonly heading: string;
  /** The function that empties it, if one does. */
  readonly consumed?: Consumption;
  /** Its messages come from another queue, perhaps among others. */
  readonly ofQueue?: boolean;
  /** It keeps what a customer key failed for, so that key must not encrypt it: SQS's own does. */
  readonly keyless?: boolean;
}

interface Consumption {
  readonly timeout: Duration;
  /** The queue for a message that the function cannot process. */
  readonly poison: IQueue;
}

/**
 * A queue where messages that could not be delivered wait 14 days, the longest time that SQS keeps
 * any. One visible message is an alarm; in a queue that a function empties, one that is there for a
 * quarter of an hour.
 */
export class DeadLetterQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, { configuration, advice, heading, consumed, ofQueue, keyless }: DeadLetterQueueProps) {
    super(scope, id);

    this.queue = new Queue(this, 'Resource', {
      ...queueEncryption(keyless ? undefined : customerKey(this, configuration)),
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: configuration.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      ...(consumed && redriveOptions(consumed)),
    });
    if (!consumed && !ofQueue) {
      Validations.of(this.queue).acknowledge({
        id: 'AwsSolutions::AwsSolutions-SQS3',
        reason:
          'It is a dead-letter queue itself, of a function, an event source mapping, a bus or rules; cdk-nag only sees those of queues.',
      });
    }
    new RunbookAlarm(this, 'Alarm', {
      configuration,
      advice,
      heading,
      ...(consumed ? alarmOnAge(this.queue) : alarmOnMessage(this.queue)),
    });
  }

  /** Lets a function put messages into it, itself or by Lambda when the function fails. */
  grantSend(sender: TenantryFunction): void {
    grantSendTo(this.queue, sender);
  }

  /** Lets EventBridge put into it what the named rules or buses could not deliver. */
  grantSendFrom(eventBridgeArns: string | readonly string[]): void {
    this.queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [this.queue.queueArn],
        conditions: { ArnLike: { 'aws:SourceArn': eventBridgeArns } },
      }),
    );
  }
}

// About ten hours of tries.
const redriveOptions = ({ timeout, poison }: Consumption) => ({
  visibilityTimeout: visibilityFor(timeout),
  deadLetterQueue: { queue: poison, maxReceiveCount: 100 },
});

const MAXIMUM = { period: PERIOD, statistic: 'Maximum' };

const alarmOnMessage = (queue: Queue) => ({ metric: queue.metricApproximateNumberOfMessagesVisible(MAXIMUM), threshold: 1 });

const alarmOnAge = (queue: Queue) => ({
  metric: queue.metricApproximateAgeOfOldestMessage(MAXIMUM),
  threshold: Duration.minutes(15).toSeconds(),
});
