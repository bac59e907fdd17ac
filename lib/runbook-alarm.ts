import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Configuration } from './configuration-schema.ts';

export interface RunbookAlarmProps {
  readonly configuration: Configuration;
  readonly metric: IMetric;
  /** Alarms from this value on. */
  readonly threshold: number;
  /** How many of the metric's periods in a row; default 1. */
  readonly periods?: number;
  /** The first thing to do, as a sentence. */
  readonly advice: string;
  /** The anchor of the heading in docs/runbook.md. */
  readonly heading: string;
  /** Shows on the dashboard and tells nobody. */
  readonly quiet?: boolean;
}

/** An alarm whose description says what to do and names its heading in the runbook; it notifies the configured topic, if any. */
export class RunbookAlarm extends Construct {
  readonly alarm: Alarm;

  constructor(scope: Construct, id: string, { configuration, metric, threshold, periods = 1, advice, heading, quiet }: RunbookAlarmProps) {
    super(scope, id);

    this.alarm = new Alarm(this, 'Resource', {
      metric,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      // Most of what is watched here is written only when it happens.
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${advice} See docs/runbook.md#${heading}`,
      ...(quiet && { actionsEnabled: false }),
    });
    if (configuration.alarmTopicArn === undefined) return;
    const action = new SnsAction(Topic.fromTopicArn(this, 'Topic', configuration.alarmTopicArn));
    this.alarm.addAlarmAction(action);
    this.alarm.addOkAction(action);
  }
}
