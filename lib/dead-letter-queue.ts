import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Configuration } from './configuration-schema.ts';
import { RunbookAlarm } from './runbook-alarm.ts';

interface DeadLetterQueueProps {
  readonly configuration: Configuration;
  /** What to do when a message arrives, and where the runbook says more. */
  readonly advice: string;
  readonly heading: string;
}

/** Where messages that could not be delivered wait 14 days, the longest SQS keeps any; one visible message is an alarm. */
export class DeadLetterQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, { configuration, advice, heading }: DeadLetterQueueProps) {
    super(scope, id);

    this.queue = new Queue(this, 'Resource', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: configuration.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    new RunbookAlarm(this, 'Alarm', {
      configuration,
      metric: this.queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5), statistic: 'Maximum' }),
      threshold: 1,
      advice,
      heading,
    });
  }
}
