import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Configuration } from './configuration-schema.ts';
import { RunbookAlarm } from './runbook-alarm.ts';

interface DeadLetterQueueProps {
  readonly configuration: Configuration;
  /** What to do when a message arrives, and where the runbook says more. */
  readonly advice: string;
  readonly heading: string;
  /** The function that empties it, if one does. */
  readonly emptied?: Emptied;
  /** What its messages come from is another queue. */
  readonly ofQueue?: boolean;
}

interface Emptied {
  readonly timeout: Duration;
  /** Where a message goes that the function cannot be rid of. */
  readonly poison: IQueue;
}

/**
 * Where messages that could not be delivered wait 14 days, the longest SQS keeps any. One visible message is an alarm; in a queue that a function
 * empties, one that is there for a quarter of an hour.
 */
export class DeadLetterQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, { configuration, advice, heading, emptied, ofQueue }: DeadLetterQueueProps) {
    super(scope, id);

    this.queue = new Queue(this, 'Resource', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: configuration.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      ...(emptied && handedOver(emptied)),
    });
    if (!emptied && !ofQueue) {
      Validations.of(this.queue).acknowledge({
        id: 'AwsSolutions::AwsSolutions-SQS3',
        reason: 'It is a dead-letter queue itself, of a function, an event source mapping or rules; cdk-nag only sees those of queues.',
      });
    }
    new RunbookAlarm(this, 'Alarm', { configuration, advice, heading, ...(emptied ? lateOf(this.queue) : fullOf(this.queue)) });
  }
}

// Lambda's guide for SQS: six times the function's timeout, so that a throttled batch is not handed over twice. About ten hours of tries.
const handedOver = ({ timeout, poison }: Emptied) => ({
  visibilityTimeout: Duration.seconds(6 * timeout.toSeconds()),
  deadLetterQueue: { queue: poison, maxReceiveCount: 100 },
});

const PERIOD = { period: Duration.minutes(5), statistic: 'Maximum' };

const fullOf = (queue: Queue) => ({ metric: queue.metricApproximateNumberOfMessagesVisible(PERIOD), threshold: 1 });

const lateOf = (queue: Queue) => ({
  metric: queue.metricApproximateAgeOfOldestMessage(PERIOD),
  threshold: Duration.minutes(15).toSeconds(),
});
