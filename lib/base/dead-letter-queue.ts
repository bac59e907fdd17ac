import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Grant, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration/configuration-schema.ts';
import { customerKey } from './customer-key.ts';
import { PERIOD } from './metric.ts';
import { RunbookAlarm } from './runbook-alarm.ts';
import type { TenantryFunction } from './tenantry-function.ts';

interface DeadLetterQueueProps {
  readonly configuration: Configuration;
  /** What to do when a message arrives, and where the runbook says more. */
  readonly advice: string;
  readonly heading: string;
  /** The function that empties it, if one does. */
  readonly emptied?: Emptied;
  /** What its messages come from is another queue. */
  readonly ofQueue?: boolean;
  /** It keeps what a customer key failed for, so that key must not encrypt it: SQS's own does. */
  readonly keyless?: boolean;
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

  constructor(scope: Construct, id: string, { configuration, advice, heading, emptied, ofQueue, keyless }: DeadLetterQueueProps) {
    super(scope, id);

    const key = keyless ? undefined : customerKey(this, configuration);
    this.queue = new Queue(this, 'Resource', {
      ...(key ? { encryption: QueueEncryption.KMS, encryptionMasterKey: key } : { encryption: QueueEncryption.SQS_MANAGED }),
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: configuration.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      ...(emptied && handedOver(emptied)),
    });
    if (!emptied && !ofQueue) {
      Validations.of(this.queue).acknowledge({
        id: 'AwsSolutions::AwsSolutions-SQS3',
        reason:
          'It is a dead-letter queue itself, of a function, an event source mapping, a bus or rules; cdk-nag only sees those of queues.',
      });
    }
    new RunbookAlarm(this, 'Alarm', { configuration, advice, heading, ...(emptied ? lateOf(this.queue) : fullOf(this.queue)) });
  }

  /** Lets a function put messages into it, itself or by Lambda when the function fails. */
  grantSend(sender: TenantryFunction): void {
    Grant.addToPrincipal({ grantee: sender, actions: ['sqs:SendMessage'], resourceArns: [this.queue.queueArn] });
    sender.grantKey('sqs', 'Decrypt', 'GenerateDataKey');
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

  /** Lets an event source mapping of the function empty it; SqsEventSource would also grant to look up its address and to change visibility. */
  grantReceive(receiver: TenantryFunction): void {
    const actions = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
    Grant.addToPrincipal({ grantee: receiver, actions, resourceArns: [this.queue.queueArn] });
    receiver.grantKey('sqs', 'Decrypt');
  }
}

// Lambda's guide for SQS: six times the function's timeout, so that a throttled batch is not handed over twice. About ten hours of tries.
const handedOver = ({ timeout, poison }: Emptied) => ({
  visibilityTimeout: Duration.seconds(6 * timeout.toSeconds()),
  deadLetterQueue: { queue: poison, maxReceiveCount: 100 },
});

const MOST = { period: PERIOD, statistic: 'Maximum' };

const fullOf = (queue: Queue) => ({ metric: queue.metricApproximateNumberOfMessagesVisible(MOST), threshold: 1 });

const lateOf = (queue: Queue) => ({
  metric: queue.metricApproximateAgeOfOldestMessage(MOST),
  threshold: Duration.minutes(15).toSeconds(),
});
